import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import test from 'tape'
import { temporaryFolder } from '@allmende/testkit'
import { daemonFile, readDaemon } from '../src/home/daemon-file.ts'
import { findDaemon } from '../src/home/find-daemon.ts'
import { ensureToken, readToken, tokenFile } from '../src/home/token.ts'
import { DEFAULT_PORT } from '../src/limits.ts'
import { serve } from '../src/serve.ts'
import { createFakeNode } from './fake/node.ts'
import { served } from './fake/served.ts'

const random = { bytes: (count: number) => randomBytes(count) }

test('AP22 the token is 256 random bits in a file that only its user may read', async (t) => {
  const home = temporaryFolder(t)
  const token = await ensureToken(home, random)
  t.equal(Buffer.from(token, 'base64url').length, 32)
  t.equal(statSync(tokenFile(home)).mode & 0o777, 0o600)
  t.equal(await ensureToken(home, random), token, 'it stays')
  t.deepEqual(readdirSync(home), ['token'], 'nothing is left beside it')
})

test('of several that make the token at once, all get the same', async (t) => {
  const home = temporaryFolder(t)
  const { execFile } = await import('node:child_process')
  const source = `import { ensureToken } from ${JSON.stringify(new URL('../src/home/token.ts', import.meta.url).href)}
import { randomBytes } from 'node:crypto'
console.log(await ensureToken(${JSON.stringify(home)}, { bytes: randomBytes }))`
  const tokens = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise<string>((resolve, reject) => {
          execFile(process.execPath, ['--input-type=module', '-e', source], (error, out) =>
            error ? reject(error) : resolve(out.trim()),
          )
        }),
    ),
  )
  t.equal(new Set(tokens).size, 1)
  t.equal(tokens[0], await readToken(home))
})

test('AP22 a token file that others could read, a link and a strange content are refused', async (t) => {
  const home = temporaryFolder(t)
  const refused = async (what: string) =>
    readToken(home).then(
      () => t.fail(what),
      (error: { code: string; expected: string; found: string; hint: string }) => {
        t.equal(error.code, 'TOKEN_UNSAFE', `${what}: expected ${error.expected}, found ${error.found}`)
        t.ok(error.hint)
      },
    )
  await ensureToken(home, random)
  for (const mode of [0o644, 0o640, 0o602]) {
    chmodSync(tokenFile(home), mode)
    await refused(`mode ${mode.toString(8)}`)
  }
  chmodSync(tokenFile(home), 0o600)
  t.ok(await readToken(home))
  writeFileSync(tokenFile(home), 'short')
  await refused('a short one')
  rmSync(tokenFile(home))
  symlinkSync('/etc/hostname', tokenFile(home))
  await refused('a link')
})

test(
  'AP22 another user of this computer reads neither the token nor where the node answers',
  { skip: process.getuid?.() === 0 ? false : 'only root can try to be another user' },
  async (t) => {
    const { home } = await served(t)
    // As open as a careless hand could make it: the files protect themselves.
    chmodSync(home, 0o777)
    const nobody = { uid: 65_534, gid: 65_534, encoding: 'utf8' } as const
    t.equal(spawnSync('/bin/ls', [home], nobody).status, 0, 'the folder could be read')
    for (const file of [tokenFile(home), daemonFile(home)]) {
      const { status, stdout } = spawnSync('/bin/cat', [file], nobody)
      t.ok(status !== 0 && stdout === '', `${file} could not`)
    }
  },
)

test('daemon.json says where the node answers, is for its user only, and goes with it', async (t) => {
  const { home, server, port } = await served(t)
  t.equal(statSync(daemonFile(home)).mode & 0o777, 0o600)
  const { pid, url, started, port: said } = JSON.parse(readFileSync(daemonFile(home), 'utf8'))
  t.deepEqual([pid, url, said], [process.pid, `http://127.0.0.1:${port}`, port])
  t.ok(Math.abs(Date.now() - started) < 60_000)
  await server.close()
  t.notOk(existsSync(daemonFile(home)))
  t.deepEqual(readdirSync(home), ['token'], 'nothing is left')
})

test('closing does not remove the daemon.json of another that came meanwhile', async (t) => {
  const { home, server, port } = await served(t)
  const other = { port, pid: 1, url: `http://127.0.0.1:${port}`, started: 1 }
  writeFileSync(daemonFile(home), JSON.stringify(other))
  await server.close()
  t.deepEqual(await readDaemon(home), other)
})

test('a running node is found, and speaks to whoever has its token', async (t) => {
  const { home, server } = await served(t)
  const found = await findDaemon(home)
  t.equal(found?.info.url, server.url)
  t.equal((await found?.client.status())?.node, 'nodenodenode')
})

test('a stale daemon.json is no node: its process is gone, its port is closed, or a stranger listens there', async (t) => {
  const home = temporaryFolder(t)
  await ensureToken(home, random)
  const write = (pid: number, port: number) =>
    writeFileSync(
      daemonFile(home),
      JSON.stringify({ pid, port, url: `http://127.0.0.1:${port}`, started: 1 }),
    )
  t.equal(await findDaemon(home), null, 'no file')
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  write(child.pid!, 9)
  t.equal(await findDaemon(home), null, 'a process that is gone')
  write(process.pid, 9)
  t.equal(await findDaemon(home), null, 'a port that is closed')
  const seen: (string | undefined)[] = []
  const stranger = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.end(JSON.stringify({ name: 'allmende', pid: 1, proof: 'x'.repeat(64) }))
  }).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  t.teardown(() => stranger.close())
  write(process.pid, (stranger.address() as AddressInfo).port)
  t.equal(await findDaemon(home), null, 'a stranger who says it is a node')
  t.deepEqual(seen, [undefined], 'and never sees the token')
  writeFileSync(daemonFile(home), '{"port": 1, "pid": 1, "url": "http://evil.example", "started": 1}')
  t.equal(await readDaemon(home), null, 'an address that is not the loopback')
  for (const text of ['', '{', 'null', '[]', '{"port":"1"}']) {
    writeFileSync(daemonFile(home), text)
    t.equal(await findDaemon(home), null, `the content ${text}`)
  }
})

test('a lost and a wrong token file of a running node are each told clearly', async (t) => {
  const { home, server } = await served(t)
  const refused = () =>
    findDaemon(home).then(
      () => ({ code: 'found', hint: '', found: '', expected: '' }),
      (error: { code: string; hint: string; found: string; expected: string }) => error,
    )
  rmSync(tokenFile(home))
  const lost = await refused()
  t.equal(lost.code, 'TOKEN_MISSING')
  t.ok(lost.found.includes(server.url) && lost.hint.includes(`kill ${process.pid}`), lost.hint)
  await ensureToken(home, random)
  const wrong = await refused()
  t.equal(wrong.code, 'TOKEN_WRONG')
  t.ok(wrong.expected.includes(server.url) && wrong.hint.includes(`kill ${process.pid}`))
})

test('a port that is taken: an error when it was asked for, else any free one', async (t) => {
  const { port } = await served(t)
  const home = temporaryFolder(t)
  const node = createFakeNode(home)
  await serve({ node, home, port, assets: new Map() }).then(
    () => t.fail('served'),
    (error: { code: string; message: string }) => {
      t.equal(error.code, 'PORT_TAKEN')
      t.ok(error.message.includes(String(port)))
    },
  )
  t.notOk(existsSync(daemonFile(home)), 'no daemon.json of one that never was')
  const blocker = createServer().listen(DEFAULT_PORT, '127.0.0.1')
  await once(blocker, 'listening').catch(() => {})
  t.teardown(() => blocker.close())
  const server = await serve({ node, home, assets: new Map() })
  t.ok(server.port !== DEFAULT_PORT && server.port > 0, `port ${server.port}`)
  await server.close()
})

test('whoever asks a daemon to stop is answered first', async (t) => {
  let stopped = 0
  const { client } = await served(t, {}, { onStop: () => stopped++ })
  t.deepEqual(await client.stop(), { stopping: true, pid: process.pid })
  await client.stop()
  t.equal(stopped, 1, 'once')
})
