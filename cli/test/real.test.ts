import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import { freePort, temporaryFolder, until } from '@allmende/testkit'
import { begin, run, within } from './fake/program.ts'

const LOCAL = ['--no-internet', '--host', '127.0.0.1']

/** A real node, started from the sources as whoever works on them does (all other tests: as its user has it). Peers reach it at `address`. */
async function started(t: Test, more: string[] = []) {
  const home = temporaryFolder(t)
  const port = await freePort()
  const args = ['start', '--json', '--port', '0', '--peer-port', String(port), ...LOCAL, ...more]
  const running = begin(t, args, { home, real: 'checkout' })
  await running.saying('"url"')
  /** A command to the running node: its answer. */
  const tell = async <T>(...words: string[]): Promise<T> => {
    const { status, json, out, err } = await within([...words, '--json'], {
      home,
      input: words.at(-1) === '-' ? text : '',
    })
    if (status !== 0) t.fail(`${words.join(' ')}: ${status} ${out} ${err}`)
    return json as T
  }
  let text = ''
  const write = (draft: string, words: string) => {
    text = words
    return tell<{ text: string }>('draft', 'edit', draft, '-')
  }
  return { home, running, address: `127.0.0.1:${port}`, tell, write }
}

test('two real nodes: shared on one, copied by link, found, and written together on both', async (t) => {
  const folder = join(temporaryFolder(t), 'bench')
  mkdirSync(folder)
  writeFileSync(join(folder, 'plan.txt'), 'two boards\n')
  writeFileSync(join(folder, 'big.bin'), Buffer.alloc(300_000, 7))
  const anna = await started(t)
  const garden = await anna.tell<{ link: string; words?: string }>('commons', 'create', 'Garden')
  t.equal(garden.words?.split(' ').length, 24, 'the first thing written makes an identity')
  const shared = await anna.tell<{ id: string; link: string; files: number }>(
    'share',
    folder,
    '--licence',
    'CC-BY-SA-4.0',
  )
  t.equal(shared.files, 2)

  const target = join(temporaryFolder(t), 'out')
  const home = temporaryFolder(t)
  const copied = await run(t, ['copy', shared.link, target, '--connect', anna.address, '--json', ...LOCAL], {
    home,
    real: 'checkout',
  })
  t.equal(copied.status, 0, `a command with a node of its own copies: ${copied.out}${copied.err}`)
  t.equal(readFileSync(join(target, 'plan.txt'), 'utf8'), 'two boards\n')

  const bob = await started(t, ['--connect', anna.address])
  await bob.tell('commons', 'join', garden.link)
  const found = await until(
    async () => (await bob.tell<{ results: { id: string }[] }>('find', 'bench')).results[0],
    { what: 'Bob to find the bench', deadlineMs: 60_000, everyMs: 100 },
  )
  t.equal(found.id, shared.id)
  t.equal((await bob.tell<{ licence: string }>('show', shared.id)).licence, 'CC-BY-SA-4.0')

  const draft = await anna.tell<{ id: string; link: string }>('draft', 'new', 'Notes', '--everybody')
  await anna.write(draft.id, 'Anna was here\n')
  const textAt = async (who: typeof bob) => (await who.tell<{ text: string }>('draft', 'text', draft.id)).text
  await until(async () => (await bob.tell<{ drafts: { id: string }[] }>('draft', 'list')).drafts.length > 0, {
    what: 'Bob to have the draft',
    deadlineMs: 60_000,
    everyMs: 100,
  })
  await until(async () => (await textAt(bob)) === 'Anna was here\n', {
    what: 'Bob to read it',
    deadlineMs: 60_000,
    everyMs: 100,
  })
  await bob.write(draft.id, 'Anna was here\nBob too\n')
  await until(async () => (await textAt(anna)).includes('Bob too'), {
    what: 'Anna to read Bob',
    deadlineMs: 60_000,
    everyMs: 100,
  })
  t.equal(await textAt(anna), await textAt(bob), 'both have the same')
  for (const { home: where, running } of [anna, bob]) {
    t.equal((await within(['stop', '--json'], { home: where })).status, 0)
    t.equal((await running.ended).status, 0, 'stopped cleanly')
  }
})

test('a real second process on the same home, with and without a daemon, is told who has it', async (t) => {
  const anna = await started(t)
  const { status, json } = await run(t, ['start', '--json', '--port', '0', ...LOCAL], {
    home: anna.home,
    real: 'checkout',
  })
  t.deepEqual([status, (json as { error: { code: string } }).error.code], [1, 'STORE_IN_USE'])
  // Without daemon.json only the lock of the store says it.
  const { rmSync } = await import('node:fs')
  rmSync(join(anna.home, 'daemon.json'))
  const locked = await run(t, ['start', '--json', '--port', '0', ...LOCAL], {
    home: anna.home,
    real: 'checkout',
  })
  t.deepEqual([locked.status, (locked.json as { error: { code: string } }).error.code], [1, 'STORE_IN_USE'])
  anna.running.child.kill('SIGTERM')
  t.equal((await anna.running.ended).status, 0)
})
