import test, { type Test } from 'tape'
import { temporaryFolder } from '@allmende/testkit'
import { begin, run, within } from './fake/program.ts'

const ALONE = ['--no-internet', '--no-lan']

async function running(t: Test) {
  const home = temporaryFolder(t)
  const started = begin(t, ['start', '--port', '0', '--json', ...ALONE], { home })
  await started.saying('\n')
  return home
}

test('draft edit takes its text from standard input, by --stdin, by - and when that is no terminal', async (t) => {
  const home = await running(t)
  for (const [args, input] of [
    [['--stdin'], 'One\n'],
    [['-'], 'Two\n'],
    [[], 'Three\n'],
  ] as const) {
    const { status } = await within(['draft', 'edit', 'notes', ...args], { home, input })
    t.equal(status, 0)
    t.equal((await within(['draft', 'text', 'notes'], { home })).out, input, 'text goes out as it is')
  }
  const empty = await within(['draft', 'edit', 'notes'], { home, input: '' })
  t.ok(empty.status === 1 && empty.err.includes('--stdin'), 'no input does not empty a draft')
  t.equal(
    (await within(['draft', 'edit', 'notes', '--stdin'], { home, input: '' })).status,
    0,
    'unless it is meant',
  )
})

test('with --heads, standard input replaces what stood there, and what others wrote since stays', async (t) => {
  const home = await running(t)
  const before = await within(['draft', 'text', 'notes', '--json'], { home })
  const { heads, text } = before.json as { heads: string[]; text: string }
  await within(['draft', 'edit', 'notes', '--stdin'], { home, input: `${text}theirs\n` })
  const saved = await within(['draft', 'edit', 'notes', '--stdin', '--json', '--heads', heads.join(',')], {
    home,
    input: 'Mine\n',
  })
  t.equal((saved.json as { text: string }).text, 'Mine\ntheirs\n')
})

test('draft text --follow --json prints an event a line, while others write', async (t) => {
  for (const home of [await running(t), temporaryFolder(t)]) {
    const following = begin(t, ['draft', 'text', 'notes', '--follow', '--json', ...ALONE], { home })
    await following.saying('"type":"text"')
    t.equal((await within(['draft', 'edit', 'notes', '--stdin'], { home, input: 'New\n' })).status, 0)
    await following.saying('"type":"change"')
    const events = following
      .out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string })
    t.deepEqual(
      events.map(({ type }) => type),
      ['text', 'change'],
    )
    following.child.kill('SIGINT')
    t.equal((await following.ended).status, 0, 'Ctrl-C is how it ends')
  }
})

test('a draft is found by its title; a new one can begin with standard input', async (t) => {
  const home = await running(t)
  const made = await within(['draft', 'new', 'Plan of May', '--stdin', '--json'], { home, input: 'Dig.\n' })
  t.equal(made.status, 0)
  t.equal((await within(['draft', 'text', 'plan of may'], { home })).out, 'Dig.\n')
  t.ok((await within(['draft', 'list'], { home })).out.includes('Plan of May'))
})

test('a command that comes while another has the home waits for it', async (t) => {
  const home = temporaryFolder(t)
  const all = await Promise.all([1, 2, 3].map(() => run(t, ['commons', 'list', '--json'], { home })))
  t.deepEqual(
    all.map(({ status }) => status),
    [0, 0, 0],
  )
})
