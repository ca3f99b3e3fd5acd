import type { LineAction, PartLine } from '@allmende/vocabulary'
import type { Finding } from '../contract.ts'

/** Stored in exported tables: a table with exactly these names in its first row is read as one of ours. */
export const OWN_COLUMNS = [
  'id',
  'section',
  'name',
  'action',
  'quantity',
  'unit',
  'good',
  'equipment',
  'missing',
  'places',
  'maker',
  'number',
  'material',
  'source',
  'cost',
  'currency',
  'substitutes',
  'note',
] as const

/**
 * What a column of a table says of a part: the fields of a line, and further ways of giving a price. `cost` is for one, `lineCost`
 * for all of the line, `packCost` for a package of `packSize`.
 */
export const TABLE_FIELDS = [...OWN_COLUMNS, 'packCost', 'packSize', 'lineCost'] as const
export type TableField = (typeof TABLE_FIELDS)[number]

/** Of these several columns may be read; of all others one. */
export const SEVERAL: readonly TableField[] = ['note', 'source']

/** One stretch of rows under one header. Rows count from 1, as programs show them; columns are letters. */
export type SectionMapping = {
  /** The sheet of a workbook. */
  sheet?: string
  /** The row with the names of the columns; 0 if there is none. */
  header: number
  first: number
  last: number
  /** What the rows stand under. */
  title?: string
  /** What happens to all of them, if not `consume`. */
  action?: LineAction
  /** Its rows do as well as the line of the same id or name, and are no lines of their own. */
  substitutes?: true
  /** Left out of the lines; to be taken, remove this. */
  skip?: true
  /** What each column says. Columns that are not named are not read. */
  columns: { [letters: string]: TableField }
}

/** How a table was read. To read it otherwise, change it and pass it back. */
export type Mapping = {
  format: 'csv' | 'xlsx'
  delimiter?: string
  encoding?: string
  /** ISO 4217, for prices that don't say or say only "$". */
  currency?: string
  /** Which sign stands before the fraction; without it each number is judged by itself. */
  decimal?: ',' | '.'
  /** Written by `writePartsCsv`: cells mean exactly what they say. */
  exact?: true
  sections: SectionMapping[]
}

export type PartsTable = {
  lines: PartLine[]
  /** Null if nothing that could be a table was found. */
  mapping: Mapping | null
  /** Where each line stands: sheet and row. */
  rows: { sheet?: string; row: number }[]
  findings: Finding[]
}

/** A row with its number and its cells as text. Rows without a cell are not there. */
export type Row = { number: number; cells: string[] }

/** Rows stand in the order of their numbers. */
export type Sheet = { name?: string; rows: Row[] }

/** The rows from one number to another, both included. A table can have as many sections as rows: each is found by halving. */
export function rowsIn({ rows }: Sheet, first: number, last: number): Row[] {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.number ?? 0) < first) low = middle + 1
    else high = middle
  }
  let end = low
  while (end < rows.length && (rows[end]?.number ?? 0) <= last) end++
  return rows.slice(low, end)
}

/** 0 is A, 26 is AA. */
export function lettersOf(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? lettersOf(rest - 1) : '') + String.fromCodePoint(65 + (column % 26))
}

export function columnOf(letters: string): number {
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
