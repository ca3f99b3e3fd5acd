import type { RecordId } from '@allmende/vocabulary'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import type { FindQuery, FindResult, Found } from '../contract.ts'
import { FIND_PAGE, MAX_PAGE } from '../limits.ts'
import { searchWords } from '../search-words.ts'
import { snippet } from '../snippet.ts'
import { createListed } from './listed.ts'
import { pageNumber } from './page.ts'
import { given, type QuestionParts, type ThingRow } from './parts.ts'

/** Deep pages cost as much as all before them; nobody reads the ten-thousandth result. */
const MAX_OFFSET = 100_000

/** Answers `find`. With no words it is everything that fits, newest change first. */
export function createFind(parts: QuestionParts): (query: FindQuery) => FindResult {
  const listed = createListed(parts)
  const rows = createThingRows(parts)
  const prepared = createPrepared(parts)

  function found(number: number, words: readonly string[]): Found {
    const row = rows(number)
    const { changedAt: _, ...thing } = listed(row)
    const { body, about } = textOf(parts, number)
    const of = about === undefined ? null : parts.places.numberOf(about)
    const title = of === null ? thing.title : (rows(of)?.title ?? '')
    return { ...thing, title, snippet: snippet(body, words), ...given('about', about) }
  }

  return (query) => {
    const limit = pageNumber('limit', query.limit, { least: 1, most: MAX_PAGE, otherwise: FIND_PAGE })
    const offset = pageNumber('offset', query.offset, { least: 0, most: MAX_OFFSET, otherwise: 0 })
    const typed = searchWords(query.words ?? '')
    const { from, values } = source(parts, query, typed.match)
    const order = typed.match === null ? 't.listed DESC, t.id DESC' : 'rank'
    const id = typed.match === null ? 't.id' : 'search.rowid'
    const page = prepared(`SELECT ${id} AS id ${from} ORDER BY ${order} LIMIT ? OFFSET ?`)
    const numbers = page.all(...values, limit, offset).map((row) => Number(row['id']))
    const total = count(() => prepared(`SELECT count(*) AS n ${from}`), values, {
      offset,
      limit,
      got: numbers.length,
    })
    return { results: numbers.map((number) => found(number, typed.words)), total }
  }
}

/** The tables and conditions of a query. Without filters the index is asked alone: a join costs a lookup a match. */
function source(parts: QuestionParts, query: FindQuery, match: string | null) {
  const conditions: string[] = []
  const values: SQLInputValue[] = []
  const add = (condition: string, value: SQLInputValue) => {
    conditions.push(condition)
    values.push(value)
  }
  if (match !== null) add('search MATCH ?', match)
  if (query.commons !== undefined) add('t.commons = ?', parts.names.known(query.commons) ?? -1)
  if (query.kind !== undefined) add('t.kind = ?', parts.names.known(query.kind) ?? -1)
  if (query.licence !== undefined) add('t.licence = ?', query.licence)
  const filtered = conditions.length > (match === null ? 0 : 1)
  const tables =
    match === null ? 'things t' : filtered ? 'search CROSS JOIN things t ON t.id = search.rowid' : 'search'
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  return { from: `FROM ${tables} ${where}`, values }
}

/** How many there are in all. A page that isn't full already says it. */
function count(
  statement: () => StatementSync,
  values: SQLInputValue[],
  page: { offset: number; limit: number; got: number },
): number {
  if (page.got < page.limit && (page.got > 0 || page.offset === 0)) return page.offset + page.got
  return Number(statement().get(...values)?.['n'])
}

/** Statements by their text: there are few forms of a query, and preparing costs as much as a small search. */
function createPrepared({ db }: QuestionParts): (sql: string) => StatementSync {
  const statements = new Map<string, StatementSync>()
  return (sql) => {
    const statement = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
}

function createThingRows({ db }: QuestionParts): (number: number) => ThingRow {
  const select = db.prepare('SELECT * FROM things WHERE id = ?')
  return (number) => select.get(number) as ThingRow
}

/** The text a snippet is cut from. It isn't in the tables: the index keeps none, and the blocks have it. */
function textOf({ places, records }: QuestionParts, number: number): { body: string; about?: RecordId } {
  const place = places.placeOf(number)
  const fields = (place === null ? null : records.gather(place))?.merged.fields ?? {}
  const text = fields['description'] ?? fields['text']
  const about = fields['about'] as RecordId | undefined
  return { body: typeof text === 'string' ? text : '', ...given('about', about) }
}
