import type { FindQuery } from '../contract.ts'
import { narrowedList, notOurs, readCursor, writeCursor } from '../paging.ts'
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

export function writeFindCursor(query: FindQuery, reached: Reached): string {
  const { value, id, statistics, searchedFor } = reached
  const numbers = statistics === null ? [] : [statistics.things, statistics.words, ...statistics.hits]
  return writeCursor(searchIn(query), [value, id, searchedFor, numbers])
}

/** Throws `VIEWS_CURSOR` for what we didn't write, or wrote for another search. */
export function readFindCursor(query: FindQuery, text: string): Reached {
  const [value, id, searchedFor, numbers] = readCursor(searchIn(query), text)
  const sound =
    isNumber(value) &&
    isNumber(id) &&
    (searchedFor === null || typeof searchedFor === 'string') &&
    Array.isArray(numbers) &&
    numbers.every((number) => isNumber(number) && number >= 0)
  if (!sound) throw notOurs(text)
  const [things = 0, words = 0, ...hits] = numbers as number[]
  return { value, id, searchedFor, statistics: numbers.length < 3 ? null : { things, words, hits } }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** What is left out of a search may change from page to page; anything else makes another search of it. */
function searchIn(query: FindQuery): unknown[] {
  const { limit: _limit, offset: _offset, cursor: _cursor, except: _except, ...search } = query
  return narrowedList('find', search)
}
