import type { Prepared } from '../prepared.ts'
import { pageId, type Segment } from './segments.ts'
import { VarintReader } from './varint.ts'

/** A word of the index, or all that begin with it. */
export type Term = { readonly word: string; readonly beginning: boolean }

/** Takes the rows of a term: bytes of a page, from where to where, and at which place a row stands in full. */
export interface RowTaker {
  /** The next bytes are the first of another term. */
  begin(): void
  take(page: Uint8Array, from: number, to: number, inFull: number): void
}

/** Stands before each word of the index proper, as FTS5 may have others beside it. */
const MAIN = '0'
const HEADER = 4

/**
 * Goes through the pages of a segment from a term on. A page has a header (where the first row stands, where the content ends),
 * terms with their rows, each term but the first without what it shares with the one before, and behind them where each begins.
 */
export function walkTerm(
  prepared: Prepared,
  segment: Segment,
  { word, beginning }: Term,
  rows: RowTaker,
): void {
  const wanted = Buffer.from(MAIN + word)
  const from = prepared(
    'SELECT pgno >> 1 AS page FROM search_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1',
  ).get(segment.id, wanted)?.['page']
  const first = Math.max(segment.firstPage, Number(from ?? 0))
  const pages = prepared('SELECT block FROM search_data WHERE id BETWEEN ? AND ? ORDER BY id')
  let matches = false
  for (const row of pages.iterate(pageId(segment, first), pageId(segment, segment.lastPage))) {
    const page = row['block'] as Uint8Array
    const [inFull, end] = [u16(page, 0), u16(page, 2)]
    const begins = termPlaces(page, end)
    if (matches) rows.take(page, HEADER, begins[0] ?? end, inFull)
    let term: Uint8Array = NO_TERM
    for (const [at, place] of begins.entries()) {
      const reader = new VarintReader(page, place)
      const shared = at === 0 ? 0 : reader.next()
      const length = reader.next()
      term = Buffer.concat([term.subarray(0, shared), page.subarray(reader.at, reader.at + length)])
      const order = Buffer.compare(beginning ? term.subarray(0, wanted.length) : term, wanted)
      if (order > 0) return
      matches = order === 0
      if (!matches) continue
      rows.begin()
      rows.take(page, reader.at + length, begins[at + 1] ?? end, inFull)
    }
  }
}

const NO_TERM = new Uint8Array()

function u16(page: Uint8Array, at: number): number {
  return page[at]! * 256 + page[at + 1]!
}

function termPlaces(page: Uint8Array, end: number): number[] {
  const places: number[] = []
  const reader = new VarintReader(page, end)
  for (let place = 0; !reader.done; places.push(place)) place += reader.next()
  return places
}
