import {
  type Row,
  type SectionMapping,
  type Sheet,
  type TableField,
  SEVERAL,
  columnOf,
  lettersOf,
  rowsIn,
} from './contract.ts'
import { fieldNamed, isSubstituteTitle, isToolTitle } from './column-names.ts'

/** Fields that a header must have one of: a table without is about something else. */
const TELLING: readonly TableField[] = ['name', 'places', 'number', 'note']

/** A name in a parts list is rarely alone in its row. Above this share of such rows they are names, not titles. */
const MOST_TITLES = 0.3

/** Finds the header rows of a sheet and what stands under each. */
export function findSections(sheet: Sheet): SectionMapping[] {
  const headers = sheet.rows.flatMap((row, at) => (isHeader(row) ? [at] : []))
  let before: SectionMapping | null = null
  return headers.flatMap((at, which) => {
    const section = sectionAt(sheet, at, headers[which + 1] ?? sheet.rows.length, before)
    before = section
    return withTitlesInside(sheet, section)
  })
}

export const isNumeric = (cell: string) => /^[^\p{L}]*\d[^\p{L}]*$/u.test(cell) && !/^\d+[xX]\d+/.test(cell)

function isHeader({ cells }: Row): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '')
  if (filled.length < 2 || filled.length > 100 || filled.some(isNumeric)) return false
  const fields = filled.map(fieldNamed).filter((field) => field !== null)
  const distinct = new Set(fields)
  return (
    distinct.size >= 2 && fields.length * 2 >= filled.length && TELLING.some((field) => distinct.has(field))
  )
}

function sectionAt(
  { name, rows }: Sheet,
  at: number,
  next: number,
  before: SectionMapping | null,
): SectionMapping {
  const header = rows[at]!
  const above = titleRow(rows, at, before)
  const title = above && titleOf(above)
  const upcoming = rows[next]
  const untilTitle = upcoming && titleRow(rows, next, null) ? next - 1 : next
  const last = rows[untilTitle - 1]
  const section: SectionMapping = {
    ...(name === undefined ? {} : { sheet: name }),
    header: header.number,
    first: header.number + 1,
    last: Math.max(header.number, last?.number ?? header.number),
    columns: columnsOf(header, above, before),
  }
  return title === undefined || title === null ? section : { ...section, ...ofTitle(title) }
}

function ofTitle(title: string): Pick<SectionMapping, 'title' | 'action' | 'substitutes'> {
  if (isSubstituteTitle(title)) return { title, substitutes: true }
  return isToolTitle(title) ? { title, action: 'use' } : { title }
}

/** The row just above a header, if it is no part: a word or two, maybe with sums. */
function titleRow(rows: readonly Row[], at: number, before: SectionMapping | null): Row | null {
  const [row, header] = [rows[at - 1], rows[at]]
  if (!row || !header || header.number - row.number > 2 || (before && row.number <= before.header))
    return null
  const words = row.cells.filter((cell) => cell.trim() !== '' && !isNumeric(cell))
  return words.length > 0 && words.length <= 2 ? row : null
}

function titleOf({ cells }: Row): string | null {
  return (
    cells.find((cell) => cell.trim() !== '' && !isNumeric(cell) && fieldNamed(cell) !== 'id')?.trim() ?? null
  )
}

/**
 * What each column holds. A column without a name may have it in the row above, or in the header of the section before, where the id so often
 * is named once for all.
 */
function columnsOf(header: Row, above: Row | null, before: SectionMapping | null): SectionMapping['columns'] {
  const columns: SectionMapping['columns'] = {}
  const taken = new Set<TableField>()
  const set = (at: number, field: TableField | null | undefined) => {
    if (!field || (taken.has(field) && !SEVERAL.includes(field))) return
    taken.add(field)
    columns[lettersOf(at)] = field
  }
  const links = header.cells.flatMap((cell, at) => (/link|url|web/i.test(cell) ? [at] : []))
  for (const [at, cell] of header.cells.entries()) {
    const field = fieldNamed(cell)
    set(at, field === 'name' && taken.has('name') ? 'note' : field)
  }
  for (const at of links) if (columns[lettersOf(at)] === undefined) set(at, 'source')
  for (const [at, cell] of (above?.cells ?? []).entries()) {
    if ((header.cells[at] ?? '').trim() === '' && fieldNamed(cell) === 'id') set(at, 'id')
  }
  for (const [letters, field] of Object.entries(before?.columns ?? {})) {
    if (field === 'id' && columns[letters] === undefined && !taken.has('id')) columns[letters] = 'id'
  }
  const inOrder = Object.entries(columns).toSorted(([a], [b]) => columnOf(a) - columnOf(b))
  return named(Object.fromEntries(inOrder), taken)
}

/** A table always has names: if no column is called so, the description is, or the number. */
function named(
  columns: SectionMapping['columns'],
  taken: ReadonlySet<TableField>,
): SectionMapping['columns'] {
  if (taken.has('name')) return columns
  const instead = (['note', 'number'] as const).find((field) => taken.has(field))
  const letters = Object.keys(columns).find((one) => columns[one] === instead)
  return letters === undefined || instead === undefined ? columns : { ...columns, [letters]: 'name' }
}

/** Cuts a section at rows that have one word only, if such rows are few: they are titles too. */
function withTitlesInside(sheet: Sheet, section: SectionMapping): SectionMapping[] {
  const inside = rowsIn(sheet, section.first, section.last)
  const alone = inside.filter(
    ({ cells }) => cells.filter((cell) => cell.trim() !== '').length === 1 && !cells.some(isNumeric),
  )
  const fields = Object.values(section.columns)
  const few = alone.length > 0 && alone.length <= inside.length * MOST_TITLES
  if (!few || !fields.includes('quantity') || fields.length < 3) return [section]
  const cuts = [section.first - 1, ...alone.map(({ number }) => number)]
  return cuts.flatMap((cut, at) => {
    const last = (cuts[at + 1] ?? section.last + 1) - 1
    const title = alone[at - 1] && titleOf(alone[at - 1]!)
    if (at === 0) return last >= section.first ? [{ ...section, last }] : []
    return last > cut ? [{ ...section, ...(title ? ofTitle(title) : {}), first: cut + 1, last }] : []
  })
}

/** Where no row names the columns: the first with words holds names, the first with numbers only quantities. */
export function guessSection({ name, rows }: Sheet): SectionMapping | null {
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return null
  const width = Math.max(...rows.map(({ cells }) => cells.length))
  const columns: SectionMapping['columns'] = {}
  for (let at = 0; at < width; at++) {
    const cells = rows.map((row) => (row.cells[at] ?? '').trim()).filter((cell) => cell !== '')
    const numbers = cells.filter(isNumeric).length
    const words = cells.filter((cell) => /\p{L}{2}/u.test(cell)).length
    const taken = Object.values(columns)
    if (words * 2 > rows.length && !taken.includes('name')) columns[lettersOf(at)] = 'name'
    else if (numbers === cells.length && numbers * 2 > rows.length && !taken.includes('quantity'))
      columns[lettersOf(at)] = 'quantity'
  }
  if (!Object.values(columns).includes('name')) return null
  return {
    ...(name === undefined ? {} : { sheet: name }),
    header: 0,
    first: first.number,
    last: last.number,
    columns,
  }
}
