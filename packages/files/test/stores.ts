import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, type Socket, connect as connectTo, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { type Teardown, temporaryFolder } from '@allmende/testkit'
import { coreKeyOf } from '@allmende/vocabulary'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import type { FilesWriter, ListedFile, OpenCore } from '../src/index.ts'
import { importFiles, readFileList } from '../src/index.ts'

const ENCRYPTION = { key: new Uint8Array(32).fill(7) }

export type TestWriter = FilesWriter & { syncs: number }

/** Plays the part of logs: an own encrypted core whose first block is taken. */
export async function openWriter(t: Teardown, folder = temporaryFolder(t)): Promise<TestWriter> {
  const store = new Corestore(folder)
  t.teardown(() => store.close())
  const core = store.get({ name: 'files', encryption: ENCRYPTION })
  await core.ready()
  if (core.length === 0) await core.append(Buffer.from('the binding'))
  const writer = { core, key: coreKeyOf(core.key), syncs: 0, sync: () => Promise.resolve() }
  writer.sync = () => {
    writer.syncs++
    return Promise.resolve()
  }
  return writer
}

/** Another computer's view of a core, empty at first; connected to `from` when given. */
export async function openReader(t: Teardown, key: Uint8Array, from?: Hypercore): Promise<Hypercore> {
  const store = new Corestore(temporaryFolder(t))
  t.teardown(() => store.close())
  const core = store.get({ key, encryption: ENCRYPTION })
  await core.ready()
  if (from) await connect(t, from, core)
  return core
}

/** Connects two cores by a secret stream. Returns a way to cut it. */
export async function connect(t: Teardown, from: Hypercore, to: Hypercore): Promise<() => void> {
  const [left, right] = await socketPair()
  const streams = [new NoiseSecretStream(false, left), new NoiseSecretStream(true, right)]
  const cut = () => {
    for (const stream of streams) stream.destroy()
  }
  t.teardown(cut)
  for (const stream of streams) stream.on('error', () => undefined)
  from.replicate(streams[0])
  to.replicate(streams[1])
  while (to.length < from.length) await to.update({ wait: true })
  return cut
}

export const always =
  (core: Hypercore): OpenCore =>
  () =>
    Promise.resolve(core)

export type Tree = Record<string, string | Uint8Array>

export function writeTree(folder: string, tree: Tree): string {
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

export function folderWith(t: Teardown, tree: Tree): string {
  return writeTree(temporaryFolder(t), tree)
}

/** Every file under a folder: path → SHA-256, `*` behind it when executable. */
export function treeOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) continue
    const executable = (statSync(path).mode & 0o100) !== 0
    const name = path.slice(folder.length + 1).normalize('NFC')
    found[name] = sha256(readFileSync(path)).toString('hex') + (executable ? '*' : '')
  }
  return found
}

export function sha256(content: Uint8Array | string): Buffer {
  return createHash('sha256').update(content).digest()
}

/** Shares a tree and gives the entries as a copier gets them. */
export async function shared(writer: FilesWriter, folder: string): Promise<ListedFile[]> {
  return readFileList(await importFiles({ path: folder, writer }), always(writer.core))
}

/** Stores a content and lists it under any name, as a peer could that doesn't keep to our rules. */
export async function listed(writer: FilesWriter, path: string, content: string): Promise<ListedFile> {
  const [blockOffset, byteOffset] = [writer.core.length, writer.core.byteLength]
  await writer.core.append(Buffer.from(content))
  const [bytes, hash] = [Buffer.byteLength(content), sha256(content)]
  return { path, bytes, hash, executable: false, core: writer.key, blockOffset, blockLength: 1, byteOffset }
}

/** The code of the error that a promise ends with; fails loudly when it ends well. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
  return 'no error'
}

export async function errorOf(work: Promise<unknown>): Promise<Error & { code?: string; hint?: string }> {
  try {
    await work
  } catch (error) {
    return error as Error & { code?: string }
  }
  throw new Error('expected an error')
}

/** Two ends of a connection over loopback. */
async function socketPair(): Promise<[Socket, Socket]> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const right = connectTo((server.address() as AddressInfo).port, '127.0.0.1')
  const [left] = (await once(server, 'connection')) as [Socket]
  server.close()
  for (const socket of [left, right]) socket.setNoDelay(true)
  return [left, right]
}
