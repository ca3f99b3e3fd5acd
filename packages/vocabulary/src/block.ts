import { fail } from './errors.ts'
import { MAX_BLOCK_BYTES } from './limits.ts'

/**
 * WARNING: stored. The first bytes of every block, before encryption. A wrong read key yields garbage without an
 * error; these bytes are where it is noticed (once in 2^24 blocks it is not, and the records in it are refused).
 */
const MAGIC: readonly [number, number] = [0xa1, 0x11]
const FORMAT = 1
const HEADER = 3

/** The largest item a block can carry: entries of drafts may fill one. Records have a limit of their own (32 KiB). */
export const MAX_ITEM_BYTES = MAX_BLOCK_BYTES - HEADER - 3

/**
 * Packs records into one block: magic, format, then each with its length before it.
 * Throws `BLOCK_EMPTY`, `BLOCK_TOO_LARGE`, `BLOCK_ITEM`.
 */
export function encodeBlock(records: readonly Uint8Array[]): Uint8Array {
  if (records.length === 0) throw fail('BLOCK_EMPTY')
  const size = records.reduce((sum, record) => sum + packedSize(record), HEADER)
  checkBlockSize(size)
  const block = new Uint8Array(size)
  block.set([...MAGIC, FORMAT])
  let at = HEADER
  for (const record of records) {
    at = writeLength(block, at, record.length)
    block.set(record, at)
    at += record.length
  }
  return block
}

/**
 * Takes a block apart. The records are views into it, not copies.
 * Throws `BLOCK_MAGIC` (wrong key or damage), `BLOCK_VERSION`, `BLOCK_TOO_LARGE`, `BLOCK_EMPTY`, `BLOCK_ITEM`.
 */
export function decodeBlock(block: Uint8Array): Uint8Array[] {
  checkHeader(block)
  const records: Uint8Array[] = []
  let at = HEADER
  while (at < block.length) {
    const [length, start] = readLength(block, at, records.length)
    const end = start + length
    if (end > block.length) throw badItem(records.length, `${length} bytes`, `${block.length - start} bytes`)
    records.push(block.subarray(start, end))
    at = end
  }
  if (records.length === 0) throw fail('BLOCK_EMPTY')
  return records
}

/**
 * Shares records out over as few blocks as keeping their order allows. Throws `BLOCK_ITEM`.
 * Each list of the result fits into one `encodeBlock`.
 */
export function packRecords(records: readonly Uint8Array[]): Uint8Array[][] {
  const blocks: Uint8Array[][] = []
  let room = 0
  for (const record of records) {
    const size = packedSize(record)
    if (size > room) {
      blocks.push([])
      room = MAX_BLOCK_BYTES - HEADER
    }
    blocks.at(-1)!.push(record)
    room -= size
  }
  return blocks
}

function packedSize(record: Uint8Array): number {
  const { length } = record
  if (length === 0 || length > MAX_ITEM_BYTES) {
    throw badItem(0, `from 1 to ${MAX_ITEM_BYTES} bytes`, `${length} bytes`)
  }
  return length + (length < 0x80 ? 1 : length < 0x4000 ? 2 : 3)
}

function checkHeader(block: Uint8Array): void {
  checkBlockSize(block.length)
  if (block[0] !== MAGIC[0] || block[1] !== MAGIC[1]) {
    throw fail('BLOCK_MAGIC', { expected: hex(MAGIC), found: hex(block.subarray(0, 2)) })
  }
  if (block[2] !== FORMAT) throw fail('BLOCK_VERSION', { expected: String(FORMAT), found: String(block[2]) })
}

function checkBlockSize(size: number): void {
  if (size <= MAX_BLOCK_BYTES) return
  throw fail('BLOCK_TOO_LARGE', { expected: `at most ${MAX_BLOCK_BYTES} bytes`, found: `${size} bytes` })
}

/** LEB128, of at most three bytes: a record's length never needs more. */
function writeLength(block: Uint8Array, at: number, length: number): number {
  let rest = length
  let next = at
  while (rest >= 0x80) {
    block[next++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  block[next++] = rest
  return next
}

function readLength(block: Uint8Array, at: number, index: number): [length: number, next: number] {
  let length = 0
  for (let step = 0; step < 3; step++) {
    const byte = block[at + step]
    if (byte === undefined) break
    length |= (byte & 0x7f) << (7 * step)
    if (byte >= 0x80) continue
    // A longer spelling of the same length would give one list of records two blocks.
    if (length === 0 || length > MAX_ITEM_BYTES || (byte === 0 && step > 0)) {
      throw badItem(index, `a length from 1 to ${MAX_ITEM_BYTES}`, String(length))
    }
    return [length, at + step + 1]
  }
  throw badItem(index, 'a length of at most 3 bytes', 'more, or the end of the block')
}

function badItem(index: number, expected: string, found: string) {
  return fail('BLOCK_ITEM', { index: index + 1, expected, found })
}

function hex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ') || 'nothing'
}
