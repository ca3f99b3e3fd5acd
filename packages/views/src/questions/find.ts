import type { RecordId } from '@allmende/vocabulary'
import type { SQLInputValue } from 'node:sqlite'
import type { FindQuery, FindResult, Found, Order } from '../contract.ts'
import { FIND_PAGE, MAX_PAGE } from '../limits.ts'
import { plainBody } from '../search-text.ts'
import { matchOf, plainWords, type SearchPart, searchParts, typedAs } from '../search-words.ts'
import { snippet } from '../snippet.ts'
import { thingOf } from '../thing-records.ts'
import { createFieldsOf, createListed } from './listed.ts'
import { type Conditions, conditionsOf } from './narrowing.ts'
import { createNearSearches } from './near-words.ts'
import { pageNumber } from './page.ts'
import { given, type QuestionParts, type ThingRow } from './parts.ts'
import { createPrepared, type Prepared } from './prepared.ts'
import { createScan, createTotal, START } from './scan.ts'

/** Deep pages cost as much as all before them; nobody reads the ten-thousandth result. */
const MAX_OFFSET = 100_000

/** What is looked for, as numbers. */
type Search = {
  commons: number | null
  kind: number | null
  conditions: Conditions
  order: Order
  limit: number
  offset: number
}

type Page = { numbers: number[]; total: number }

/** Answers `find`. With no words it is everything that fits. */
export function createFind(parts: QuestionParts): (query: FindQuery) => FindResult {
  const prepared = createPrepared(parts.db)
  const matching = createMatching(prepared)
  const walking = createWalking(parts, prepared)
  const near = createNearSearches(parts)
  const found = createFound(parts)

  function search(of: Search, typed: readonly SearchPart[]): FindResult {
    const match = matchOf(typed)
    const { numbers, total } = match === null ? walking(of) : matching(of, match)
    const words = plainWords(typed)
    return { results: numbers.map((number) => found(number, words)), total }
  }

  function searchNear(of: Search, typed: readonly SearchPart[]): FindResult | null {
    const thought = near(typed)
    if (thought.near.length === 0) return null
    for (const instead of thought.tries) {
      const result = search(of, instead)
      if (result.total > 0) return { ...result, near: thought.near, searchedFor: typedAs(instead) }
    }
    return { results: [], total: 0, near: thought.near }
  }

  return (query) => {
    const of = searchOf(parts, query)
    const typed = searchParts(query.words ?? '')
    const result = search(of, typed)
    if (result.total > 0 || typed.length === 0) return result
    return searchNear(of, typed) ?? result
  }
}

function searchOf(parts: QuestionParts, query: FindQuery): Search {
  const number = (name: string | undefined) => (name === undefined ? null : (parts.names.known(name) ?? -1))
  const words = searchParts(query.words ?? '').length > 0
  return {
    commons: number(query.commons),
    kind: number(query.kind),
    conditions: conditionsOf(parts, query),
    order: query.order ?? (words ? 'relevance' : 'newest'),
    limit: pageNumber('limit', query.limit, { least: 1, most: MAX_PAGE, otherwise: FIND_PAGE }),
    offset: pageNumber('offset', query.offset, { least: 0, most: MAX_OFFSET, otherwise: 0 }),
  }
}

/** Without words: along the order, which then can't be by relevance. */
function createWalking(parts: QuestionParts, prepared: Prepared): (search: Search) => Page {
  const scan = createScan(parts, prepared)
  const total = createTotal(parts, prepared)
  return ({ limit, offset, order, ...of }) => {
    const walk = { ...of, order: order === 'newest' ? ('newest' as const) : ('alive' as const) }
    const spots = scan(walk, START, offset + limit).slice(offset)
    return { numbers: spots.map(({ id }) => id), total: total(walk) }
  }
}

const VALUE: Readonly<Record<Order, string>> = {
  relevance: 'rank',
  alive: '-ifnull(t.alive, t.listed)',
  newest: '-t.listed',
}

/**
 * With words. Without filters the index is asked alone: a join costs a lookup a match. The matches are written down
 * once, and both counted and sorted from there: asking the index a second time for their number took nearly as long as
 * the first, and its own order by rank sorts all of them to give twenty.
 */
function createMatching(prepared: Prepared): (search: Search, match: string) => Page {
  return ({ commons, kind, conditions, order, limit, offset }, words) => {
    const sql: string[] = []
    const values: SQLInputValue[] = [conditions.match === null ? words : `(${words}) AND ${conditions.match}`]
    if (commons !== null) sql.push('t.commons = ?')
    if (kind !== null) sql.push('t.kind = ?')
    values.push(...[commons, kind].filter((value) => value !== null), ...conditions.values)
    sql.push(...conditions.sql)
    const joined = sql.length > 0 || order !== 'relevance'
    const from = joined ? 'search CROSS JOIN things t ON t.id = search.rowid' : 'search'
    const where = ['search MATCH ?', ...sql].join(' AND ')
    const matches = `SELECT search.rowid AS id, ${VALUE[order]} AS value FROM ${from} WHERE ${where}`
    const page = prepared(
      `WITH matches AS MATERIALIZED (${matches})
       SELECT id, (SELECT count(*) FROM matches) AS total FROM matches ORDER BY value, id LIMIT ? OFFSET ?`,
    ).all(...values, limit, offset)
    const total =
      page[0]?.['total'] ?? prepared(`SELECT count(*) AS total FROM (${matches})`).get(...values)?.['total']
    return { numbers: page.map(({ id }) => Number(id)), total: Number(total) }
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
