import type { RecordId } from '@allmende/vocabulary'
import type { FindQuery, FindResult, Found } from '../contract.ts'
import { FIND_PAGE, MAX_PAGE } from '../limits.ts'
import { pageNumber } from '../paging.ts'
import { plainBody } from '../search-text.ts'
import { plainWords, type SearchPart, searchParts, typedAs } from '../search-words.ts'
import { snippet } from '../snippet.ts'
import { thingOf } from '../thing-records.ts'
import { type Reached, readFindCursor, writeFindCursor } from './find-cursor.ts'
import { createMatching, type Page, type Search } from './find-matching.ts'
import { createFieldsOf, createListed } from './listed.ts'
import { conditionsOf } from './narrowing.ts'
import { createNearSearches } from './near-words.ts'
import { given, type QuestionParts, type ThingRow } from './parts.ts'
import { createPrepared, type Prepared } from '../prepared.ts'
import { createScan, createTotal, START } from './scan.ts'

/** Deep pages cost as much as all before them; nobody reads the ten-thousandth result. */
const MAX_OFFSET = 100_000

/** Answers `find`. With no words it is everything that fits. */
export function createFind(parts: QuestionParts): (query: FindQuery) => FindResult {
  const prepared = createPrepared(parts.db)
  const matching = createMatching(parts, prepared)
  const walking = createWalking(parts, prepared)
  const near = createNearSearches(parts)
  const found = createFound(parts)

  function search(query: FindQuery, typed: readonly SearchPart[], from: Reached | null): FindResult {
    const of = searchOf(parts, query, from)
    const more = { ...of, limit: of.limit + 1 }
    const { spots, total, statistics } = typed.length === 0 ? walking(more) : matching(more, typed)
    const words = plainWords(typed)
    const page = spots.slice(0, of.limit)
    const searchedFor = from?.searchedFor ?? null
    const last = page.at(-1)
    const goesOn = last !== undefined && spots.length > of.limit
    return {
      results: page.map(({ id }) => found(id, words)),
      total,
      ...(goesOn ? { next: writeFindCursor(query, { ...last, statistics, searchedFor }) } : {}),
    }
  }

  function searchNear(query: FindQuery, typed: readonly SearchPart[]): FindResult | null {
    const thought = near(typed)
    if (thought.near.length === 0) return null
    for (const instead of thought.tries) {
      const searchedFor = typedAs(instead)
      const result = search(query, instead, { ...BEGINNING, searchedFor })
      if (result.total > 0) return { ...result, near: thought.near, searchedFor }
    }
    return { results: [], total: 0, near: thought.near }
  }

  return (query) => {
    const from = query.cursor === undefined ? null : readFindCursor(query, query.cursor)
    const instead = from?.searchedFor ?? null
    if (instead !== null) return { ...search(query, searchParts(instead), from), searchedFor: instead }
    const typed = searchParts(query.words ?? '')
    const result = search(query, typed, from)
    if (result.total > 0 || typed.length === 0 || from !== null) return result
    return searchNear(query, typed) ?? result
  }
}

/** Before the first result. */
const BEGINNING: Reached = { value: -Infinity, id: -1, statistics: null, searchedFor: null }

function searchOf(parts: QuestionParts, query: FindQuery, from: Reached | null): Search {
  const number = (name: string | undefined) => (name === undefined ? null : (parts.names.known(name) ?? -1))
  const words = searchParts(query.words ?? '').length > 0
  return {
    commons: number(query.commons),
    kind: number(query.kind),
    conditions: conditionsOf(parts, query),
    order: query.order ?? (words ? 'relevance' : 'newest'),
    limit: pageNumber('limit', query.limit, { least: 1, most: MAX_PAGE, otherwise: FIND_PAGE }),
    offset: pageNumber('offset', query.offset, { least: 0, most: MAX_OFFSET, otherwise: 0 }),
    after: from === null || from.value === -Infinity ? null : from,
  }
}

/** Without words: along the order, which then can't be by relevance. */
function createWalking(parts: QuestionParts, prepared: Prepared): (search: Search) => Page {
  const scan = createScan(parts, prepared)
  const total = createTotal(parts, prepared)
  return ({ limit, offset, order, after, ...of }) => {
    const walk = { ...of, order: order === 'newest' ? ('newest' as const) : ('alive' as const) }
    const start = after === null ? START : { spot: -after.value, id: after.id }
    const spots = scan(walk, start, offset + limit).slice(offset)
    return {
      spots: spots.map(({ id, spot }) => ({ id, value: -spot })),
      total: total(walk),
      statistics: null,
    }
  }
}

/** A result as it is shown. */
function createFound(parts: QuestionParts): (number: number, words: readonly string[]) => Found {
  const listed = createListed(parts)
  const fieldsOf = createFieldsOf(parts)
  const select = parts.db.prepare('SELECT * FROM things WHERE id = ?')
  const { places, records } = parts

  /** The title of the thing that a record belongs to. */
  function titleOf(id: RecordId): string | null {
    const number = places.numberOf(id)
    const record = number === null ? null : records.read(number)
    const thing = record === null ? null : places.numberOf(thingOf(record))
    return thing === null ? null : ((select.get(thing) as ThingRow | undefined)?.title ?? null)
  }

  return (number, words) => {
    const fields = fieldsOf(number)
    const { changedAt: _, ...thing } = listed(select.get(number) as ThingRow, fields)
    const about = fields['about'] as RecordId | undefined
    const title = thing.title || (about === undefined ? null : titleOf(about)) || ''
    return {
      ...thing,
      title,
      snippet: snippet(plainBody(thing.kind, fields), words),
      ...given('about', about),
    }
  }
}
