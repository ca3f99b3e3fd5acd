// The bytes of the journal. WARNING: stored. A change needs a new magic.
import { coreKeyOf, keyBytes, type CoreKey } from '@allmende/vocabulary'
import sodium from 'sodium-universal'

/** The last head of an own core that we have acknowledged. */
export type OwnHead = { core: CoreKey; length: number; root: Uint8Array; signature: Uint8Array }

export type JournalEntry =
  /** The first of a segment: all heads so far. */
  | { type: 'heads'; at: number; heads: OwnHead[] }
  /** Blocks as they lie in the core (ciphertext) from block `from` on, up to `head`. */
  | { type: 'append'; at: number; head: OwnHead; from: number; blocks: Uint8Array[] }
  /** A head whose blocks are on disk by another way. */
  | { type: 'head'; at: number; head: OwnHead }

export type Placed = { entry: JournalEntry; epoch: number; sequence: number; end: number }

/** "ALJ1" */
const MAGIC = Buffer.of(0x41, 0x4c, 0x4a, 0x31)
const HEADER_BYTES = 32
/** Entries begin at multiples of this, so that a search for the next one after damage is cheap. */
const ALIGN = 8

/** magic 4 · payload length 4 · epoch 4 · sequence 4 · BLAKE2b-128 over lengths, epoch, sequence, payload. */
export function encodeEntry(entry: JournalEntry, epoch: number, sequence: number): Buffer {
  const blocks = entry.type === 'append' ? entry.blocks : []
  const description = Buffer.from(JSON.stringify(describe(entry)))
  const payloadBytes = 4 + description.length + blocks.reduce((sum, block) => sum + block.length, 0)
  const out = Buffer.alloc(Math.ceil((HEADER_BYTES + payloadBytes) / ALIGN) * ALIGN)
  MAGIC.copy(out)
  out.writeUInt32LE(payloadBytes, 4)
  out.writeUInt32LE(epoch, 8)
  out.writeUInt32LE(sequence, 12)
  let at = out.writeUInt32LE(description.length, HEADER_BYTES)
  at += description.copy(out, at)
  for (const block of blocks) {
    out.set(block, at)
    at += block.length
  }
  checksum(out, payloadBytes).copy(out, 16)
  return out
}

/** Reads the entry that begins at `offset`; null when there is none that is whole. */
export function decodeEntry(bytes: Buffer, offset: number): Placed | null {
  const there = bytes.subarray(offset)
  if (there.length < HEADER_BYTES || !there.subarray(0, 4).equals(MAGIC)) return null
  const payloadBytes = there.readUInt32LE(4)
  if (HEADER_BYTES + payloadBytes > there.length || payloadBytes < 4) return null
  if (!checksum(there, payloadBytes).equals(there.subarray(16, 32))) return null
  const descriptionEnd = HEADER_BYTES + 4 + there.readUInt32LE(HEADER_BYTES)
  const description: unknown = JSON.parse(there.toString('utf8', HEADER_BYTES + 4, descriptionEnd))
  return {
    entry: restore(description as Description, there.subarray(descriptionEnd, HEADER_BYTES + payloadBytes)),
    epoch: there.readUInt32LE(8),
    sequence: there.readUInt32LE(12),
    end: offset + Math.ceil((HEADER_BYTES + payloadBytes) / ALIGN) * ALIGN,
  }
}

/** Where the next entry may begin after `offset`, or -1. */
export function findEntry(bytes: Buffer, offset: number): number {
  let at = bytes.indexOf(MAGIC, offset)
  while (at !== -1 && at % ALIGN !== 0) at = bytes.indexOf(MAGIC, at + 1)
  return at
}

type WrittenHead = { core: string; length: number; root: string; signature: string }
type Description =
  | { type: 'heads'; at: number; heads: WrittenHead[] }
  | { type: 'append'; at: number; head: WrittenHead; from: number; sizes: number[] }
  | { type: 'head'; at: number; head: WrittenHead }

function describe(entry: JournalEntry): Description {
  const { type, at } = entry
  switch (type) {
    case 'heads':
      return { type, at, heads: entry.heads.map(describeHead) }
    case 'append': {
      const sizes = entry.blocks.map((block) => block.length)
      return { type, at, head: describeHead(entry.head), from: entry.from, sizes }
    }
    case 'head':
      return { type, at, head: describeHead(entry.head) }
  }
}

function restore(written: Description, blocks: Buffer): JournalEntry {
  const { type, at } = written
  switch (type) {
    case 'heads':
      return { type, at, heads: written.heads.map(restoreHead) }
    case 'append':
      return {
        type,
        at,
        head: restoreHead(written.head),
        from: written.from,
        blocks: cut(blocks, written.sizes),
      }
    case 'head':
      return { type, at, head: restoreHead(written.head) }
  }
}

function describeHead(head: OwnHead): WrittenHead {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  return { core: head.core, length: head.length, root: hex(head.root), signature: hex(head.signature) }
}

function restoreHead(written: WrittenHead): OwnHead {
  const bytes = (hex: string) => Buffer.from(hex, 'hex')
  const { length } = written
  return { core: core(written.core), length, root: bytes(written.root), signature: bytes(written.signature) }
}

function core(text: string): CoreKey {
  return coreKeyOf(keyBytes(text as CoreKey))
}

function cut(bytes: Buffer, sizes: number[]): Uint8Array[] {
  let at = 0
  return sizes.map((size) => bytes.subarray(at, (at += size)))
}

function checksum(bytes: Buffer, payloadBytes: number): Buffer {
  const out = Buffer.alloc(16)
  sodium.crypto_generichash_batch(out, [
    bytes.subarray(4, 16),
    bytes.subarray(HEADER_BYTES, HEADER_BYTES + payloadBytes),
  ])
  return out
}
