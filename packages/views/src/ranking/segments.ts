import type { Prepared } from '../prepared.ts'
import { VarintReader } from './varint.ts'

/** A run of leaf pages of the full-text index, its terms in order. */
export type Segment = {
  id: number
  firstPage: number
  lastPage: number
  /** Pages that name the rows of it that were removed since. */
  tombstonePages: number
}

/** Where FTS5 keeps the list of its segments. */
const STRUCTURE = 10
/** Marks the form of that list that knows removed rows; all of ours have it (`contentless_delete`). */
const WITH_TOMBSTONES = [0xff, 0, 0, 1]
/** Bits of a page's number, within a segment. */
const PAGE_BITS = 37
/** What FTS5 adds to the number of a segment for the pages with its removed rows. */
const TOMBSTONES = 1n << 16n

/** The form of the pages that is read here. Another one may come with a newer SQLite: then the index is asked as before. */
const FORM = 4

export function isFormKnown(prepared: Prepared): boolean {
  const form = prepared(`SELECT v FROM search_config WHERE k = 'version'`).get()?.['v']
  return form === FORM && structureOf(prepared) !== null
}

/** Null for a form that we don't know. */
function structureOf(prepared: Prepared): Uint8Array | null {
  const block = blockOf(prepared, STRUCTURE)
  return block && WITH_TOMBSTONES.every((byte, at) => block[4 + at] === byte) ? block : null
}

function blockOf(prepared: Prepared, id: number | bigint): Uint8Array | null {
  const block = prepared('SELECT block FROM search_data WHERE id = ?').get(id)?.['block']
  return block instanceof Uint8Array ? block : null
}

/** Reads the list of segments. Throws for a form that we don't know. */
export function readSegments(prepared: Prepared): Segment[] {
  const block = structureOf(prepared)
  if (block === null) throw new Error('the list of segments of the index has an unknown form')
  const reader = new VarintReader(block, 4 + WITH_TOMBSTONES.length)
  const [levels] = [reader.next(), reader.next(), reader.next()]
  const segments: Segment[] = []
  for (let level = 0; level < levels; level++) {
    const [, count] = [reader.next(), reader.next()]
    for (let at = 0; at < count; at++) segments.push(readSegment(reader))
  }
  return segments
}

function readSegment(reader: VarintReader): Segment {
  const [id, firstPage, lastPage] = [reader.next(), reader.next(), reader.next()]
  // Between them stand the rounds of writing that it comes from; behind, how many rows it has and had.
  const [, , tombstonePages] = [reader.next(), reader.next(), reader.next(), reader.next(), reader.next()]
  return { id, firstPage, lastPage, tombstonePages }
}

/** The number of a page in `search_data`. */
export function pageId(segment: Segment, page: number): number {
  return segment.id * 2 ** PAGE_BITS + page
}

const NONE: ReadonlySet<number> = new Set()

/** The rows of a segment that were removed: each page is a hash table, in which an empty place is 0. */
export function readTombstones(prepared: Prepared, { id, tombstonePages }: Segment): ReadonlySet<number> {
  if (tombstonePages === 0) return NONE
  const removed = new Set<number>()
  for (let page = 0; page < tombstonePages; page++) {
    const number = ((BigInt(id) + TOMBSTONES) << BigInt(PAGE_BITS)) + BigInt(page)
    const block = blockOf(prepared, number)
    if (block === null) throw new Error('the index lacks a page of removed rows')
    const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
    const size = block[0] === 4 ? 4 : 8
    for (let at = 8; at + size <= block.length; at += size) {
      const row = size === 4 ? view.getUint32(at) : Number(view.getBigUint64(at))
      if (row !== 0) removed.add(row)
    }
  }
  return removed
}
