import { createHash } from 'node:crypto'
import type { FindQuery } from '../contract.ts'
import { fail } from '../errors.ts'
import type { Statistics } from '../ranking/ranking.ts'

/** Where a page of results ended: what stood for the order of the last one, and its number. */
export type Reached = {
  value: number
  id: number
  /** Of the first page. Without them, ranks would be others as soon as anything arrives, and results come twice or never. */
  statistics: Statistics | null
  /** What was searched for in place of what was typed. */
  searchedFor: string | null
}

/** Characters of a cursor that are read: some 20 numbers and a search. */
const MAX_CURSOR = 4_000

/**
 * A cursor is the place where the page ended, not a list that is kept for the caller: it outlives a restart, and costs nothing.
 * It says which search it is of.
 */
export function writeFindCursor(query: FindQuery, reached: Reached): string {
  const { value, id, statistics, searchedFor } = reached
  const numbers = statistics === null ? [] : [statistics.things, statistics.words, ...statistics.hits]
  return Buffer.from(JSON.stringify([markOf(query), value, id, searchedFor, numbers])).toString('base64url')
}

/** Throws `VIEWS_CURSOR` for what we didn't write, or wrote for another search. */
export function readFindCursor(query: FindQuery, text: string): Reached {
  const [mark, value, id, searchedFor, numbers] = parsed(text)
  const sound =
    typeof mark === 'string' &&
    isNumber(value) &&
    isNumber(id) &&
    (searchedFor === null || typeof searchedFor === 'string') &&
    Array.isArray(numbers) &&
    numbers.every((number) => isNumber(number) && number >= 0)
  if (!sound) throw notOurs(text, 'the "next" of the page before')
  if (mark !== markOf(query)) throw notOurs(text, 'the "next" of a page of the same search')
  const [things = 0, words = 0, ...hits] = numbers as number[]
  return { value, id, searchedFor, statistics: numbers.length < 3 ? null : { things, words, hits } }
}

function parsed(text: string): unknown[] {
  try {
    if (text.length > MAX_CURSOR) return []
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function notOurs(text: string, expected: string): Error {
  return fail('VIEWS_CURSOR', { found: text.slice(0, 100), expected })
}

/** What is left out of a search may change from page to page; anything else makes another search of it. */
function markOf(query: FindQuery): string {
  const { limit: _limit, offset: _offset, cursor: _cursor, except: _except, ...search } = query
  const said = Object.entries(search).filter(([, value]) => value !== undefined)
  const text = JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)))
  return createHash('sha256').update(text).digest('base64url').slice(0, 8)
}
