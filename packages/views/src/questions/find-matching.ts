import type { SQLInputValue } from 'node:sqlite'
import type { Order } from '../contract.ts'
import { Ranking, type Statistics } from '../ranking/ranking.ts'
import { isFormKnown } from '../ranking/segments.ts'
import type { Term } from '../ranking/term-walk.ts'
import { matchOf, type SearchPart } from '../search-words.ts'
import type { Reached } from './find-cursor.ts'
import type { Conditions } from './narrowing.ts'
import type { QuestionParts } from './parts.ts'
import type { Prepared } from '../prepared.ts'

/** What is looked for, as numbers. */
export type Search = {
  commons: number | null
  kind: number | null
  conditions: Conditions
  order: Order
  limit: number
  offset: number
  after: Pick<Reached, 'value' | 'id' | 'statistics'> | null
}

/** Things in the order asked for, each with what stands for it: the lowest first, of two alike the lower number. */
export type Page = {
  spots: { id: number; value: number }[]
  total: number
  statistics: Statistics | null
}

/** Steps of reading ahead that a search takes itself: with so few things that is less than what FTS5 would need. */
const STEPS_AT_ONCE = 5

/** With words. The columns answer as soon as they have caught up; phrases and tags are always for the index itself. */
export function createMatching(
  parts: QuestionParts,
  prepared: Prepared,
): (search: Search, typed: readonly SearchPart[]) => Page {
  const { db, columns } = parts
  const ranking = new Ranking(db, prepared, columns)
  const asked = createAsked(prepared)
  const known = isFormKnown(prepared)

  function ranked({ conditions, ...of }: Search, terms: readonly Term[]): Page {
    // What an open transaction has added to the index is in its pages only from a savepoint on.
    if (db.isTransaction) db.exec('SAVEPOINT indexed; RELEASE indexed')
    const { ranked: spots, ...page } = ranking.search(terms, { ...of, ...conditions })
    return { spots, ...page }
  }

  return (search, typed) => {
    const terms = known && search.conditions.match === null ? ranking.termsOf(typed) : null
    if (terms !== null && columns.catchUp(STEPS_AT_ONCE)) return ranked(search, terms)
    return asked(search, matchOf(typed) ?? '')
  }
}

const VALUE: Readonly<Record<Order, string>> = {
  relevance: 'rank',
  alive: '-ifnull(t.alive, t.listed)',
  newest: '-t.listed',
}

/**
 * By the index. Where it keeps no texts FTS5 counts rows and words that were removed among all there are, so ranks of phrases
 * lean a little on what a good said before; the columns don't. Without filters it is asked alone: a join costs a lookup a match. The matches are written down
 * once, and both counted and sorted from there: asking the index a second time for their number took nearly as long as
 * the first, and its own order by rank sorts all of them to give twenty.
 */
function createAsked(prepared: Prepared): (search: Search, match: string) => Page {
  return ({ commons, kind, conditions, order, limit, offset, after }, words) => {
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
    const beyond = after === null ? '' : 'WHERE (value, id) > (?, ?)'
    const page = prepared(
      `WITH matches AS MATERIALIZED (${matches})
       SELECT id, value, (SELECT count(*) FROM matches) AS total FROM matches ${beyond} ORDER BY value, id LIMIT ? OFFSET ?`,
    ).all(...values, ...(after === null ? [] : [after.value, after.id]), limit, offset)
    const total =
      page[0]?.['total'] ?? prepared(`SELECT count(*) AS total FROM (${matches})`).get(...values)?.['total']
    const spots = page.map(({ id, value }) => ({ id: Number(id), value: Number(value) }))
    return { spots, total: Number(total), statistics: null }
  }
}
