import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seeded, temporaryFolder, until } from '@allmende/testkit'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import type Hypercore from 'hypercore'
import test from 'tape'
import { WINDOW_BYTES } from '../src/limits.ts'
import { folderWith, openWriter, shared, treeOf } from './stores.ts'

const MEBIBYTE = 1024 * 1024
const LARGE = 64 * MEBIBYTE

test('F37 after kill -9 the same copy goes on where it was: no more is fetched twice than was under way', async (t) => {
  const random = seeded('F37')
  const folder = folderWith(t, { 'large.bin': random.bytes(LARGE), 'a.txt': 'a', 'd/b.txt': 'b' })
  const writer = await openWriter(t)
  const entries = await shared(writer, folder)
  const port = await serve(t, writer.core)
  let sent = 0
  writer.core.on('upload', (_index: number, bytes: number) => (sent += bytes))

  const home = temporaryFolder(t)
  const [target, job] = [join(home, 'target'), join(home, 'job.json')]
  const key = Buffer.from(writer.core.key).toString('hex')
  const plain = entries.map((file) => ({ ...file, hash: Buffer.from(file.hash).toString('hex') }))
  writeFileSync(job, JSON.stringify({ port, key, target, store: join(home, 'store'), entries: plain }))

  const kills = [0.2, 0.35, 0.6]
  for (const part of kills) {
    const child = copier(job)
    await until(() => sent > LARGE * part, { what: `${part} to be sent`, deadlineMs: 60_000, everyMs: 2 })
    child.kill('SIGKILL')
    await once(child, 'exit')
    t.notOk(existsSync(join(target, 'large.bin')), `killed at ${part}: no file under its name`)
  }
  const last = copier(job)
  const [code] = (await once(last, 'exit')) as [number]
  t.equal(code, 0)
  t.deepEqual(treeOf(target), treeOf(folder))
  t.deepEqual(
    readdirSync(target).filter((name) => name.startsWith('.')),
    [],
    'nothing unfinished is left',
  )
  // For a file of 1 GB one window is 1.6 %, however often it is killed at other places.
  const twice = sent - LARGE
  t.ok(twice < WINDOW_BYTES * kills.length, `${twice} bytes sent twice in ${kills.length} kills`)
})

function copier(job: string): ChildProcess {
  const script = fileURLToPath(new URL('./copier.ts', import.meta.url))
  return spawn(process.execPath, [script, job], { stdio: 'inherit' })
}

async function serve(t: { teardown(end: () => void): void }, core: Hypercore): Promise<number> {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    const stream = new NoiseSecretStream(false, socket)
    stream.on('error', () => undefined)
    core.replicate(stream)
  })
  t.teardown(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
