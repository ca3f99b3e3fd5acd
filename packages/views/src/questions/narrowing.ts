import type { SQLInputValue } from 'node:sqlite'
import type { Narrowing } from '../contract.ts'
import { MAX_NEEDS } from '../limits.ts'
import { plainText } from '../plain-text.ts'
import { TAG_END } from '../search-text.ts'
import { wordsOf } from '../search-words.ts'
import type { QuestionParts } from './parts.ts'

/** What a narrowing means for a row `t` of `things`. Its commons is left to whoever chooses the rows. */
export type Conditions = {
  /** To be joined by "and"; the same text for the same fields, so that statements can be kept. */
  sql: readonly string[]
  values: readonly SQLInputValue[]
  /** An expression for the full-text index that must match too. */
  match: string | null
  /** True if only rows with `alive` can fit. */
  marked: boolean
}

/** Turns a narrowing into conditions. */
export function conditionsOf({ names, places }: QuestionParts, narrowing: Narrowing): Conditions {
  const { licence, type, author, place, builtByOthers, complete, needs, tag, except } = narrowing
  const sql: string[] = []
  const values: SQLInputValue[] = []
  const add = (condition: string, value: SQLInputValue) => {
    sql.push(condition)
    values.push(value)
  }
  if (licence !== undefined) add('t.licence = ?', licence)
  if (type !== undefined) add('t.type = ?', names.known(type) ?? -1)
  if (author !== undefined) add('t.person = ?', names.known(author) ?? -1)
  if (complete !== undefined) add('t.complete >= ?', complete)
  if (builtByOthers === true) sql.push('t.others > 0')
  if (needs !== undefined) add(NEEDS, JSON.stringify(needs.slice(0, MAX_NEEDS).map(plainText)))
  if (place !== undefined) add(PLACE, JSON.stringify(wordsOf(plainText(place))))
  if (except !== undefined && except.length > 0)
    add(
      't.id NOT IN (SELECT value FROM json_each(?))',
      JSON.stringify(except.map((id) => places.numberOf(id) ?? -1)),
    )
  // A build that failed gives its good a place, and no mark.
  return { sql, values, match: tag === undefined ? null : tagMatch(tag), marked: builtByOthers === true }
}

const NEEDS = `t.needs IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM tools o WHERE o.thing = t.id AND o.tool NOT IN (SELECT value FROM json_each(?)))`

const PLACE = `t.id IN (SELECT b.good FROM builds b WHERE b.good IS NOT NULL AND b.place IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM json_each(?) word WHERE instr(b.place, word.value) = 0))`

/** A whole tag: it begins the tags or stands behind the end of another one, and its own end follows. */
function tagMatch(tag: string): string {
  const words = [...wordsOf(tag), TAG_END].join(' ')
  return `tags : (^ "${words}" OR "${TAG_END} ${words}")`
}
