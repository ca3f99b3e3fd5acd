/**
 * The raw baseline of the live bench: each edit is a block appended to the editor's own core and got from it by the
 * others, over the same kind of stream, each connected to each. No document, no merging, nothing on disk
 * when it is told; or, with `synced` behind the numbers, each edit first on disk, in a file as the one that an
 * author's own edits are in.
 */
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { openSegments, type Segment } from '../../../packages/logs/src/journal.ts'
import type { LiveDocument } from './editor.ts'
import { serveLive } from './serve.ts'

/** What a change of one character takes in a log. */
const BLOCK_BYTES = 120

const me = Number(process.argv[2])
const EDITORS = Number(process.argv[3])
const isSynced = process.argv[4] === 'synced'

serveLive({
  async create(text) {
    const { document, address } = await opened(text)
    return { reference: address, document, address }
  },
  async open(reference) {
    const { document, address } = await opened('')
    await meet([reference])
    return { document, address }
  },
  meet,
})

let cores: Hypercore[] = []
let journal: Segment | undefined
let written = 0

async function meet(addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    const socket = connect(Number(address), '127.0.0.1')
    await once(socket, 'connect')
    replicate(socket, true)
  }
}

/** The cores of all editors: each makes its own from a key that follows from its number. */
async function opened(text: string): Promise<{ document: LiveDocument; address: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'allmende-live-'))
  const keys = await Promise.all(
    Array.from({ length: EDITORS }, (_, editor) => keyOf(join(folder, `key-${editor}`), editor)),
  )
  const store = new Corestore(join(folder, 'store'), { primaryKey: primaryKey(me), unsafe: true })
  const own = store.get({ name: 'edits' })
  await own.ready()
  cores = keys.map((key, editor) => (editor === me ? own : store.get({ key })))
  await Promise.all(cores.map((core) => core.ready()))
  if (isSynced) [journal] = await openSegments(folder)
  const server = createServer((socket) => replicate(socket, false))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { document: documentOf(text), address: String((server.address() as AddressInfo).port) }
}

async function append(block: Buffer): Promise<void> {
  if (journal) {
    const at = written
    written += block.length
    await journal.write(block, at, true)
  }
  await cores[me]?.append(block)
}

async function keyOf(folder: string, editor: number): Promise<Uint8Array> {
  const store = new Corestore(folder, { primaryKey: primaryKey(editor), unsafe: true })
  const core = store.get({ name: 'edits' })
  await core.ready()
  const { key } = core
  await store.close()
  return key
}

function primaryKey(editor: number): Buffer {
  return Buffer.alloc(32, editor + 1)
}

function documentOf(before: string): LiveDocument {
  const seen: string[] = []
  const listeners: ((text: string) => void)[] = []
  for (const [editor, core] of cores.entries())
    if (editor !== me)
      follow(core, (character) => {
        seen.push(character)
        for (const listener of listeners) listener(character)
      })
  return {
    insert(_, character) {
      seen.push(character)
      const block = Buffer.alloc(BLOCK_BYTES)
      block.write(character)
      void append(block)
    },
    length: () => before.length,
    // In one order for all: a raw log has no merged text.
    text: async () => seen.toSorted().join(''),
    onInsert: (listener) => listeners.push(listener),
  }
}

function follow(core: Hypercore, onCharacter: (character: string) => void): void {
  let next = 0
  core.on('append', () => {
    while (next < core.length)
      void core
        .get(next++)
        .then(
          (block) =>
            block && onCharacter(String.fromCodePoint(Buffer.from(block).toString().codePointAt(0) ?? 0)),
        )
  })
}

function replicate(socket: Socket, isInitiator: boolean): void {
  socket.setNoDelay(true)
  const stream = new NoiseSecretStream(isInitiator, socket)
  stream.on('error', () => undefined)
  for (const core of cores) core.replicate(stream)
}
