import type { RecordId } from '@allmende/vocabulary'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import type { FindQuery, FindResult, Found } from '../contract.ts'
import { FIND_PAGE, MAX_PAGE } from '../limits.ts'
import { plainBody } from '../search-text.ts'
import { searchWords } from '../search-words.ts'
import { snippet } from '../snippet.ts'
import { thingOf } from '../thing-records.ts'
import { createFieldsOf, createListed } from './listed.ts'
import { pageNumber } from './page.ts'
import { given, type QuestionParts, type ThingRow } from './parts.ts'

/** Deep pages cost as much as all before them; nobody reads the ten-thousandth result. */
const MAX_OFFSET = 100_000

/** Answers `find`. With no words it is everything that fits, newest change first. */
export function createFind(parts: QuestionParts): (query: FindQuery) => FindResult {
  const listed = createListed(parts)
  const rows = createThingRows(parts)
  const prepared = createPrepared(parts)
  const fieldsOf = createFieldsOf(parts)
  const titleOf = createTitleOf(parts, rows)

  function found(number: number, words: readonly string[]): Found {
    const row = rows(number)
    const fields = fieldsOf(number)
    const { changedAt: _, ...thing } = listed(row, fields)
    const about = fields['about'] as RecordId | undefined
    const title = thing.title || titleOf(about) || ''
    return {
      ...thing,
      title,
      snippet: snippet(plainBody(thing.kind, fields), words),
      ...given('about', about),
    }
  }

  return (query) => {
    const limit = pageNumber('limit', query.limit, { least: 1, most: MAX_PAGE, otherwise: FIND_PAGE })
    const offset = pageNumber('offset', query.offset, { least: 0, most: MAX_OFFSET, otherwise: 0 })
    const typed = searchWords(query.words ?? '')
    const { from, values } = source(parts, query, typed.match)
    const page = prepared(typed.match === null ? newest(from) : best(from)).all(...values, limit, offset)
    const numbers = page.map((row) => Number(row['id']))
    const total = page[0]?.['total'] ?? prepared(`SELECT count(*) AS n ${from}`).get(...values)?.['n']
    return { results: numbers.map((number) => found(number, typed.words)), total: Number(total) }
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

function newest(from: string): string {
  return `SELECT t.id ${from} ORDER BY t.listed DESC, t.id DESC LIMIT ? OFFSET ?`
}

/**
 * The matches are written down once, and both counted and sorted from there: asking the index a second time for their
 * number took nearly as long as the first, and its own order by rank sorts all of them to give twenty.
 */
function best(from: string): string {
  return `WITH matches AS MATERIALIZED (SELECT search.rowid AS id, rank AS value ${from})
    SELECT id, (SELECT count(*) FROM matches) AS total FROM matches ORDER BY value, id LIMIT ? OFFSET ?`
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

/** The title of the thing that a record belongs to. */
function createTitleOf({ places, records }: QuestionParts, rows: (number: number) => ThingRow | undefined) {
  return (id: RecordId | undefined): string | null => {
    const number = id === undefined ? null : places.numberOf(id)
    const record = number === null ? null : records.read(number)
    const thing = record === null ? null : places.numberOf(thingOf(record))
    return thing === null ? null : (rows(thing)?.title ?? null)
  }
}
