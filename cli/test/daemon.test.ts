import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import { temporaryFolder, until } from '@allmende/testkit'
import { begin, run, within } from './fake/program.ts'

const ALONE = ['--no-internet', '--no-lan']

async function started(t: Test, args: string[] = [], fake = {}) {
  const home = temporaryFolder(t)
  const running = begin(t, ['start', '--port', '0', '--json', ...ALONE, ...args], { home, fake })
  await running.saying('\n')
  const ready = JSON.parse(running.out()) as {
    url: string
    api: string
    home: string
    node: string
    pid: number
  }
  return { home, running, ready }
}

test('start --json prints one line when it is ready, and SIGTERM stops it cleanly', async (t) => {
  const { home, running, ready } = await started(t)
  t.deepEqual([ready.home, ready.node, ready.pid], [home, 'nodenodenode', running.child.pid])
  t.ok(ready.url.includes('#code='), 'whoever opens the address sees the node')
  const page = await fetch(ready.url)
  t.ok(page.ok && page.headers.get('content-type')?.startsWith('text/html'), 'the page is there')
  const before = performance.now()
  running.child.kill('SIGTERM')
  const { status, out } = await running.ended
  t.deepEqual([status, out.trim().split('\n').length], [0, 1])
  t.ok(performance.now() - before < 30_000, 'quickly')
  t.notOk(existsSync(join(home, 'daemon.json')) || existsSync(join(home, 'fake.lock')), 'nothing is left')
})

test('Ctrl-C ends start as it is meant to end', async (t) => {
  const { running } = await started(t)
  running.child.kill('SIGINT')
  t.equal((await running.ended).status, 0)
})

test('stop stops the node and waits until its process is gone', async (t) => {
  const { home, running, ready } = await started(t)
  const stopped = await run(t, ['stop', '--json'], { home })
  t.deepEqual([stopped.status, (stopped.json as { pid: number }).pid], [0, ready.pid])
  t.notOk(existsSync(join(home, 'daemon.json')))
  t.equal((await running.ended).status, 0)
  const again = await within(['stop'], { home })
  t.ok(again.status === 1 && again.err.includes('no running node'))
})

test('a second daemon on the same home is refused, naming the first', async (t) => {
  const { home, ready } = await started(t)
  const { status, json } = await within(['start', '--port', '0', '--json', ...ALONE], { home })
  const { error } = json as { error: { code: string; found: string; hint: string } }
  t.deepEqual([status, error.code], [1, 'STORE_IN_USE'])
  t.ok(
    error.found.includes(`pid ${ready.pid}`) &&
      error.found.includes(ready.api) &&
      error.hint.includes('allmende stop'),
  )
  t.equal((await within(['status'], { home })).status, 0, 'the first goes on')
})

test('a lost token: a clear error with what to do; the node goes on', async (t) => {
  const { home, ready } = await started(t)
  rmSync(join(home, 'token'))
  for (const args of [['status'], ['stop'], ['start', ...ALONE], ['find', 'x', ...ALONE]]) {
    const { status, json } = await within([...args, '--json'], { home })
    const { error } = json as { error: { code: string; hint: string } }
    t.deepEqual([status, error.code], [1, 'TOKEN_MISSING'], args.join(' '))
    t.ok(error.hint.includes(`kill ${ready.pid}`))
  }
  writeFileSync(join(home, 'token'), 'x'.repeat(43), { mode: 0o600 })
  const wrong = await within(['status'], { home })
  t.ok(wrong.status === 1 && wrong.err.includes('not the one of this node') && wrong.err.includes('kill'))
  writeFileSync(join(home, 'token'), 'x'.repeat(43), { mode: 0o644 })
  rmSync(join(home, 'token'))
  writeFileSync(join(home, 'token'), 'x'.repeat(43), { mode: 0o644 })
  t.ok((await within(['status'], { home })).err.includes('mode 600'), 'one that others can read is not used')
})

test('after a crash the stale daemon.json does not stand in the way', async (t) => {
  const { home, running } = await started(t)
  running.child.kill('SIGKILL')
  await running.ended
  t.ok(existsSync(join(home, 'daemon.json')))
  const { status, json } = await within(['status', '--json'], { home })
  t.deepEqual([status, (json as { running: boolean }).running], [0, false])
  const again = begin(t, ['start', '--port', '0', '--json', ...ALONE], { home })
  await again.saying('"url"')
  t.pass('it starts')
})

test('start takes a free port when 4747 is taken, and says so when the port was asked for', async (t) => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await once(blocker, 'listening')
  t.teardown(() => blocker.close())
  const { port } = blocker.address() as AddressInfo
  const home = temporaryFolder(t)
  const { status, json } = await within(['start', '--port', String(port), '--json', ...ALONE], { home })
  t.deepEqual([status, (json as { error: { code: string } }).error.code], [1, 'PORT_TAKEN'])
  t.notOk(existsSync(join(home, 'fake.lock')), 'the node was closed again')
})

test('start shows the page, how peers are reached, and what happens', async (t) => {
  const home = temporaryFolder(t)
  const running = begin(t, ['start', '--port', '0', ...ALONE, '--no-starter'], { home })
  await running.saying('Running until Ctrl-C')
  for (const words of [
    '/#code=',
    'Over the internet: no bootstrap node answers',
    '127.0.0.1:4002',
    '192.0.2.31:4978, opened by a peer: you can be found there',
  ])
    t.ok(running.out().includes(words), words)
  const status = await within(['status'], { home })
  t.ok(status.out.includes('A node is running') && status.out.includes('#code='), 'status knows the page')
  t.ok(
    status.out.includes('is unknown') && status.out.includes('nobody is connected'),
    'and says what is unknown',
  )
  running.child.kill('SIGINT')
  t.equal((await running.ended).status, 0)
})

test('start --starter makes the starter commons', async (t) => {
  const { home } = await started(t, ['--starter'], { fresh: true })
  const { json } = await within(['commons', 'list', '--json'], { home })
  t.deepEqual(
    (json as { commons: { name: string }[] }).commons.map(({ name }) => name),
    ['Starter'],
  )
})

test('connect goes to the running node', async (t) => {
  const { home } = await started(t)
  const { status, json } = await within(['connect', '127.0.0.1:4001', '--json'], { home })
  t.deepEqual([status, json], [0, { address: '127.0.0.1:4001', node: 'peerpeerpeer' }])
})

test('Ctrl-C in the middle of an action: status 130, here and in a running node', async (t) => {
  const { home } = await started(t)
  for (const where of [home, temporaryFolder(t)]) {
    const to = join(temporaryFolder(t), 'slow, told')
    const copying = begin(t, ['copy', 'bench', to, ...ALONE], { home: where })
    await untilServing(where)
    // Signals before the program listens would end it in any case: the copy must have begun.
    await until(() => existsSync(`${to}.begun`), { what: 'the copy to begin' })
    const copied = begin(t, ['status', '--json'], { home: where })
    t.equal((await copied.ended).status, 0, 'other commands reach the node meanwhile')
    copying.child.kill('SIGINT')
    const { status, err } = await copying.ended
    t.equal(status, 130)
    t.equal(err, 'Stopped before it was done. The same command goes on from there.\n')
  }
})

async function untilServing(home: string): Promise<void> {
  await until(() => existsSync(join(home, 'daemon.json')), { what: 'daemon.json', deadlineMs: 60_000 })
}
