import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { until } from '@allmende/testkit'
import { progressBar, lineOf } from '../src/terminal/progress.ts'
import { styleFor } from '../src/terminal/style.ts'
import { bytes } from '../src/terminal/amounts.ts'
import { splicesApplied } from '../src/actions/live-text.ts'
import { PEER } from '../../packages/api/test/fake/samples.ts'
import { atTerminal } from './fake/terminal.ts'

const ALONE = ['--no-internet', '--no-lan']

test('share asks for a licence by number and for consent, then serves on, live', async (t) => {
  const at = atTerminal(t, ['share', '.', ...ALONE])
  await at.answer('Number, or another SPDX licence [1] ', '2')
  await at.answer('under CC-BY-SA-4.0? [Y/n] ', '')
  await at.said('Ctrl-C …')
  for (const words of ['npx allmende copy allmende:benchlink', '2 files, 3 kB, CC-BY-SA-4.0'])
    t.ok(at.out().includes(words), words)
  const transfer = {
    direction: 'out',
    id: 'x',
    title: 'bench',
    peer: 'Bob',
    bytes: 1,
    total: 2,
    holders: 1,
  } as const
  await until(() => {
    at.node().emit({ type: 'transfer', transfer })
    return at.err().includes('is being copied by Bob')
  })
  at.node().emit({ type: 'holding', id: 'x', version: 'x', title: 'bench', holders: 2 })
  await at.said('is now on 2 computers')
  t.equal(at.err().split('being copied by Bob').length, 2, 'each copier is told once')
  at.kill('SIGINT')
  t.equal(await at.ended, 0)
  t.deepEqual(
    readdirSync(at.home).filter((name) => name !== 'token'),
    [],
    'nothing is left',
  )
})

test('share does nothing when the person says no', async (t) => {
  const at = atTerminal(t, ['share', '.', '--licence', 'CC0-1.0', ...ALONE])
  await at.answer('under CC0-1.0? [Y/n] ', 'n')
  t.equal(await at.ended, 1)
  t.ok(at.err().includes('nothing was shared'))
  t.notOk(at.node().calls.some(({ name }) => name === 'share'))
})

test('Ctrl-C and Ctrl-D at a question are never taken for its answer', async (t) => {
  for (const [leave, status] of [
    ['ctrl-c', 130],
    ['ctrl-d', 1],
  ] as const) {
    const at = atTerminal(t, ['share', '.', '--licence', 'CC0-1.0', ...ALONE])
    await at.said('under CC0-1.0? [Y/n] ')
    if (leave === 'ctrl-c') at.kill('SIGINT')
    else at.end()
    t.equal(await at.ended, status, leave)
    t.notOk(
      at.node().calls.some(({ name }) => name === 'share'),
      'nothing was shared',
    )
  }
})

test('a first share asks for the name of a commons, and shows the 24 words', async (t) => {
  const at = atTerminal(t, ['share', '.', '--licence', 'CC0-1.0', '--no-serve', ...ALONE], { fresh: true })
  await at.answer('Name of your first one [My commons] ', 'Garden')
  await at.answer('read)? [Y/n] ', 'y')
  await at.answer('under CC0-1.0? [Y/n] ', 'y')
  t.equal(await at.ended, 0)
  t.ok(at.err().includes('24 word24'), 'the words')
  t.deepEqual(at.node().calls.find(({ name }) => name === 'createCommons')?.request, {
    name: 'Garden',
    public: true,
  })
})

test('a first start offers the starter commons', async (t) => {
  const at = atTerminal(t, ['start', '--port', '0', ...ALONE], { fresh: true })
  await at.answer('[Y/n] ', '')
  await at.said('Running until Ctrl-C')
  t.ok(at.node().calls.some(({ name }) => name === 'createStarter'))
  await until(() => {
    at.node().emit({ type: 'peer', peer: PEER })
    return at.out().includes('is here')
  })
  t.notOk(at.out().includes('\u0007'), 'names of peers are cleaned')
  at.kill('SIGTERM')
  t.equal(await at.ended, 0)
})

test('a second Ctrl-C ends at once', async (t) => {
  const at = atTerminal(t, ['start', '--port', '0', '--no-starter', ...ALONE])
  await at.said('Running until Ctrl-C')
  at.kill('SIGINT')
  at.kill('SIGINT')
  t.deepEqual(at.abandoned, [130])
  await at.ended
})

test('draft edit opens the editor on a file named after the title, and merges what came meanwhile', async (t) => {
  const editor = (home: string) => {
    const file = join(home, 'editor.sh')
    writeFileSync(file, 'cat "$1" > "$0.seen"; echo "$1" > "$0.name"; printf "Once\\nmine\\n" > "$1"\n')
    chmodSync(file, 0o700)
    return `sh ${file}`
  }
  const { temporaryFolder } = await import('@allmende/testkit')
  const folder = temporaryFolder(t)
  const at = atTerminal(t, ['draft', 'edit', 'notes', ...ALONE], {}, { VISUAL: editor(folder) })
  t.equal(await at.ended, 0)
  const edit = at.node().calls.find(({ name }) => name === 'editDraft')?.request
  t.deepEqual(edit, { draft: 'notes', text: 'Once\nmine\n', heads: ['h1'] })
  const { readFileSync, existsSync } = await import('node:fs')
  t.equal(readFileSync(join(folder, 'editor.sh.seen'), 'utf8'), 'Once\n')
  const name = readFileSync(join(folder, 'editor.sh.name'), 'utf8').trim()
  t.ok(name.endsWith('Notes-of-the-meeting.md'), name)
  t.notOk(existsSync(name), 'the file is gone')
})

test('draft edit without an editor, with a failing one, and without a change', async (t) => {
  const none = atTerminal(t, ['draft', 'edit', 'notes', ...ALONE])
  t.equal(await none.ended, 1)
  t.ok(none.err().includes('EDITOR') && none.err().includes('--stdin'))
  const failing = atTerminal(t, ['draft', 'edit', 'notes', ...ALONE], {}, { EDITOR: 'false' })
  t.equal(await failing.ended, 1)
  t.ok(failing.err().includes('what you wrote is in'))
  const unchanged = atTerminal(t, ['draft', 'edit', 'notes', ...ALONE], {}, { EDITOR: 'true' })
  t.equal(await unchanged.ended, 0)
  t.ok(unchanged.out().includes('Nothing was changed'))
  t.notOk(unchanged.node().calls.some(({ name }) => name === 'editDraft'))
})

test('draft text --follow repaints a terminal and gives it back', async (t) => {
  const at = atTerminal(t, ['draft', 'text', 'notes', '--follow', ...ALONE])
  await at.said('Once')
  await at.node().editDraft({ draft: 'notes', text: 'Twice \u001b[2J\n' })
  await at.said('Twice')
  t.ok(at.out().includes('last by Bob'))
  t.notOk(at.out().includes('Twice \u001b[2J'), 'the text can’t steer the terminal')
  at.kill('SIGINT')
  t.equal(await at.ended, 0)
  t.ok(at.out().endsWith('\u001b[?1049l'))
})

test('a progress bar fits the terminal, and is not shown for what is over at once', (t) => {
  const progress = { phase: 'copying', done: 250_000_000, total: 1_000_000_000, unit: 'bytes' } as const
  const line = lineOf(progress, 2_000, 79)
  t.ok(line.includes(' 25 %') && line.includes('250 MB of 1 GB') && line.includes('125 MB/s'), line)
  for (const width of [20, 40, 79, 200])
    t.ok(lineOf(progress, 2_000, width).length <= width, `width ${width}`)
  t.ok(lineOf({ phase: 'looking', done: 3, unit: 'files' }, 0, 79).includes('3 files'))
  let now = 0
  let written = ''
  const bar = progressBar(
    { write: (text) => (written += text), columns: () => 80, style: styleFor(false, {}) },
    () => now,
  )
  bar.show(progress)
  bar.clear()
  t.equal(written, '', 'nothing in the first moment')
  now = 1_000
  bar.show(progress)
  t.ok(written.includes('25 %'))
  bar.clear()
  t.ok(written.endsWith('\u001b[2K'), 'and it is taken off again')
  t.end()
})

test('colours are for terminals, and not where NO_COLOR is set', (t) => {
  t.ok(styleFor(true, {}).red('x').includes('\u001b'))
  t.equal(styleFor(true, { NO_COLOR: '1' }).red('x'), 'x')
  t.equal(styleFor(false, {}).red('x'), 'x')
  t.end()
})

test('amounts are readable', (t) => {
  t.deepEqual([0, 999, 1000, 1234, 999_600, 19_000_000, 2e12].map(bytes), [
    '0 B',
    '999 B',
    '1 kB',
    '1.23 kB',
    '1 MB',
    '19 MB',
    '2 TB',
  ])
  t.equal(
    splicesApplied('abc', [
      { at: 1, remove: 1, insert: 'xy' },
      { at: 4, remove: 0, insert: '!' },
    ]),
    'axyc!',
  )
  t.end()
})

test('commons invite says the code and what it opens, waits, and tells who came', async (t) => {
  const at = atTerminal(t, ['commons', 'invite', '--vouch', ...ALONE])
  t.equal(await at.ended, 0)
  for (const words of [
    '7-garden-lantern',
    'allmende commons join 7-garden-lantern',
    '3 wrong tries',
    'Opens the',
  ])
    t.ok(at.out().includes(words), words)
  t.ok(at.err().includes('Person bobbobbob has used the code; you vouched for them.'), at.err())
})

test('device add says the code and what it is worth, waits, and names the device that came', async (t) => {
  const at = atTerminal(t, ['device', 'add', ...ALONE])
  await at.said('goes on serving it until Ctrl-C')
  for (const words of [
    'allmende restore --code 7-garden-lantern',
    '3 wrong tries',
    'without your words nothing',
  ])
    t.ok(at.out().includes(words), words)
  t.ok(at.err().includes('Your new device: "Old'), at.err())
  at.kill('SIGINT')
  t.equal(await at.ended, 0)
})

test('wrong words of a code fail with what to do', async (t) => {
  const wrong = atTerminal(t, ['commons', 'join', '7-garden-lemon', ...ALONE])
  t.equal(await wrong.ended, 1)
  t.ok(wrong.err().includes('not the words of the code'))
})
