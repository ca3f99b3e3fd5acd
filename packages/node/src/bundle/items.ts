// What stands in the sections of a bundle. WARNING: stored, on sticks; a reader refuses what it doesn't know.
import type { Piece, TreeNode } from '@allmende/logs'
import {
  coreKeyOf,
  decodeCbor,
  encodeCbor,
  isRecordId,
  keyBytes,
  type CoreKey,
  type RecordId,
} from '@allmende/vocabulary'

/** First byte of an item. */
const TAG = { about: 1, heads: 2, holds: 3, piece: 4, end: 5 } as const

/** Heads in one item: some 4 MiB. */
const HEADS_PER_ITEM = 100_000

/** Heads one may tell in a section: as many as on a connection. */
export const MAX_HEADS = 250_000

/** Versions one may say to hold, likewise. */
export const MAX_HOLDS = 10_000

/** key 32 · length 6 · held 6 */
const HEAD_BYTES = 44

/** number 6 · size 6 · hash 32 */
const NODE_BYTES = 44

const WHICH = ['records', 'edits', 'files'] as const

export type About = { commons: string; at: number }
/** How long a core is at the writer's, and how many blocks of it are there without a gap. */
export type Told = { core: CoreKey; length: number; held: number }
/** `here`: the files of these versions are in this bundle; else: the writer holds them. */
export type Holds = { versions: RecordId[]; here: boolean }

export type Item =
  | ({ item: 'about' } & About)
  | { item: 'heads'; heads: Told[] }
  | ({ item: 'holds' } & Holds)
  | { item: 'piece'; piece: Piece }
  | { item: 'end'; pieces: number }

export function encodeAbout(about: About): Uint8Array {
  return tagged(TAG.about, encodeCbor(about))
}

export function* encodeHeads(heads: readonly Told[]): Generator<Uint8Array> {
  for (let at = 0; at < heads.length; at += HEADS_PER_ITEM) {
    const page = heads.slice(at, at + HEADS_PER_ITEM)
    const out = Buffer.alloc(page.length * HEAD_BYTES)
    for (const [index, { core, length, held }] of page.entries()) {
      out.set(keyBytes(core), index * HEAD_BYTES)
      out.writeUIntLE(length, index * HEAD_BYTES + 32, 6)
      out.writeUIntLE(held, index * HEAD_BYTES + 38, 6)
    }
    yield tagged(TAG.heads, out)
  }
}

export function encodeHolds(holds: Holds): Uint8Array {
  return tagged(TAG.holds, encodeCbor(holds))
}

export function encodeEnd(pieces: number): Uint8Array {
  return tagged(TAG.end, encodeCbor({ pieces }))
}

/** tag · length of the head 4 · head in CBOR · blocks */
export function encodePiece(piece: Piece): Uint8Array {
  const { core, which, manifest, length, signature, from, blocks, left, right } = piece
  const sizes = Buffer.alloc(4 * blocks.length)
  for (const [at, block] of blocks.entries()) sizes.writeUInt32LE(block.length, 4 * at)
  const head = encodeCbor({
    core: keyBytes(core),
    which: WHICH.indexOf(which),
    manifest: new Uint8Array(manifest),
    length,
    signature: new Uint8Array(signature),
    from,
    sizes: new Uint8Array(sizes),
    left: encodeNodes(left),
    right: encodeNodes(right),
  })
  const front = Buffer.alloc(5)
  front[0] = TAG.piece
  front.writeUInt32LE(head.length, 1)
  return Buffer.concat([front, head, ...blocks])
}

/** Reads an item. Throws a TypeError that says what is wrong with it. */
export function decodeItem(bytes: Uint8Array): Item {
  const body = bytes.subarray(1)
  switch (bytes[0]) {
    case TAG.about:
      return { item: 'about', ...readAbout(mapOf(body)) }
    case TAG.heads:
      return { item: 'heads', heads: readHeads(body) }
    case TAG.holds:
      return { item: 'holds', ...readHolds(mapOf(body)) }
    case TAG.piece:
      return { item: 'piece', piece: readPiece(Buffer.from(body.buffer, body.byteOffset, body.length)) }
    case TAG.end:
      return { item: 'end', pieces: count(mapOf(body)['pieces']) }
    default:
      throw new TypeError('an item of an unknown kind')
  }
}

type Map = Record<string, unknown>

function mapOf(bytes: Uint8Array): Map {
  const value = decodeCbor(new Uint8Array(bytes))
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array)
    throw new TypeError('an item that is no map')
  return value as Map
}

function readAbout({ commons, at }: Map): About {
  if (typeof commons !== 'string' || commons.length > 100) throw new TypeError('about no commons')
  return { commons, at: count(at) }
}

function readHeads(body: Uint8Array): Told[] {
  if (body.length % HEAD_BYTES !== 0) throw new TypeError('heads that are cut')
  const view = Buffer.from(body.buffer, body.byteOffset, body.length)
  const heads: Told[] = []
  for (let at = 0; at < view.length; at += HEAD_BYTES) {
    const core = coreKeyOf(new Uint8Array(view.subarray(at, at + 32)))
    const length = view.readUIntLE(at + 32, 6)
    const held = view.readUIntLE(at + 38, 6)
    if (held > length) throw new TypeError('a head that holds more than it has')
    heads.push({ core, length, held })
  }
  return heads
}

function readHolds({ versions, here }: Map): Holds {
  if (!Array.isArray(versions) || typeof here !== 'boolean') throw new TypeError('no list of versions')
  for (const version of versions)
    if (typeof version !== 'string' || !isRecordId(version)) throw new TypeError('a version without an id')
  return { versions: versions as RecordId[], here }
}

function readPiece(body: Buffer): Piece {
  if (body.length < 4) throw new TypeError('a piece that is cut')
  const end = 4 + body.readUInt32LE(0)
  if (end > body.length) throw new TypeError('a piece that is cut')
  const map = mapOf(body.subarray(4, end))
  const which = WHICH[count(map['which'])]
  if (which === undefined) throw new TypeError('a core of an unknown kind')
  return {
    core: coreKeyOf(keyOf(map['core'])),
    which,
    manifest: bytesOf(map['manifest'], 0, 1_000),
    length: count(map['length']),
    signature: bytesOf(map['signature'], 0, 1_000),
    from: count(map['from']),
    blocks: blocksOf(body.subarray(end), bytesOf(map['sizes'], 0, body.length)),
    left: nodesOf(bytesOf(map['left'], 0, body.length)),
    right: nodesOf(bytesOf(map['right'], 0, body.length)),
  }
}

function blocksOf(body: Buffer, sizes: Uint8Array): Uint8Array[] {
  if (sizes.length % 4 !== 0) throw new TypeError('sizes that are cut')
  const view = Buffer.from(sizes.buffer, sizes.byteOffset, sizes.length)
  const blocks: Uint8Array[] = []
  let at = 0
  for (let index = 0; index < view.length; index += 4) {
    const size = view.readUInt32LE(index)
    if (at + size > body.length) throw new TypeError('a block that is cut')
    blocks.push(body.subarray(at, (at += size)))
  }
  if (at !== body.length) throw new TypeError('more than its blocks')
  return blocks
}

function encodeNodes(nodes: readonly TreeNode[]): Uint8Array {
  const out = Buffer.alloc(nodes.length * NODE_BYTES)
  for (const [at, { index, size, hash }] of nodes.entries()) {
    out.writeUIntLE(index, at * NODE_BYTES, 6)
    out.writeUIntLE(size, at * NODE_BYTES + 6, 6)
    out.set(hash, at * NODE_BYTES + 12)
  }
  return new Uint8Array(out)
}

function nodesOf(bytes: Uint8Array): TreeNode[] {
  if (bytes.length % NODE_BYTES !== 0) throw new TypeError('hashes that are cut')
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const nodes: TreeNode[] = []
  for (let at = 0; at < view.length; at += NODE_BYTES) {
    const hash = Buffer.from(view.subarray(at + 12, at + NODE_BYTES))
    nodes.push({ index: view.readUIntLE(at, 6), size: view.readUIntLE(at + 6, 6), hash })
  }
  return nodes
}

function keyOf(value: unknown): Uint8Array {
  return bytesOf(value, 32, 32)
}

function bytesOf(value: unknown, least: number, most: number): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length < least || value.length > most)
    throw new TypeError('bytes of another number')
  return value
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new TypeError('a number that is no count')
  return value
}

function tagged(tag: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(tag), body])
}
