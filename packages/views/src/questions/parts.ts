import type { DatabaseSync } from 'node:sqlite'
import type { DesignCache } from '../design-cache.ts'
import type { LogTable } from '../log-table.ts'
import type { Names } from '../names.ts'
import type { ReadLines } from '../part-lines.ts'
import type { Places } from '../places.ts'
import type { Columns } from '../ranking/columns.ts'
import type { ThingRecords } from '../thing-records.ts'

/** What a question is answered from. */
export type QuestionParts = {
  db: DatabaseSync
  names: Names
  logs: LogTable
  places: Places
  records: ThingRecords
  readLines: ReadLines
  cache: DesignCache
  columns: Columns
}

/** A row of `things`. */
export type ThingRow = {
  id: number
  commons: number
  kind: number
  listed: number
  person: number
  at: number
  changed: number
  title: string | null
  licence: string | null
  diverged: number | null
  ignored: number | null
  type: number | null
  complete: number | null
  needs: number | null
  works: number | null
  others: number | null
  alive: number | null
}

/** Sets a key only if there is something to say: an absent field and one that is `undefined` differ in JSON and in tests. */
export function given<Key extends string, Value>(
  key: Key,
  value: Value | null | undefined,
): { [K in Key]?: Value } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value }
}
