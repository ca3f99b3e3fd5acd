import {
  LINE_ACTIONS,
  type LineAction,
  MAX_NAME,
  MAX_NOTE,
  MAX_PART_NAME,
  MAX_SUBSTITUTES,
  MAX_TAG,
  MAX_URL,
  type PartLine,
} from '@allmende/vocabulary'
import { issuesOf } from '../fit.ts'
import { cut } from '../okh/draft.ts'
import type { Report } from '../report.ts'
import { amountIn, amountText, placesIn, quantityIn, sharedAmount, unitNamed } from './amounts.ts'
import { currencyIn, hasDollar } from './column-names.ts'
import { type Mapping, type Row, type SectionMapping, type TableField, columnOf } from './contract.ts'
import { isNumeric } from './find-sections.ts'
import { exactList } from './write-csv.ts'

/** What a row is read with. */
export type Reading = {
  mapping: Mapping
  section: SectionMapping
  header: Row | undefined
  report: Report
  /** Tells once for a table what is alike in all its rows. */
  once: Set<string>
}

/** One row as a line of a parts list; null if it is none. */
export function readLine(row: Row, reading: Reading): PartLine | null {
  const cells = cellsOf(fitted(row, reading), reading)
  const name = nameOf(row, cells, reading)
  if (name === null || isSum(name)) return null
  const notes: string[] = []
  const line: PartLine = { name: cut(name, MAX_PART_NAME) }
  if (!readQuantity(line, cells, notes, row, reading)) return null
  readTexts(line, cells, notes, reading)
  readPlaces(line, cells, notes, row, reading)
  readCost(line, cells, row, reading)
  readReferences(line, cells)
  readSubstitutes(line, cells, reading)
  if (notes.length > 0) line.note = cut(notes.join('\n'), MAX_NOTE)
  return issuesOf('parts', { lines: [line] }).length === 0 ? line : { name: line.name }
}

type Cell = { text: string; header: string }
type Cells = ReadonlyMap<TableField, readonly Cell[]>

function cellsOf(row: Row, { mapping, section, header }: Reading): Cells {
  const cells = new Map<TableField, Cell[]>()
  for (const [letters, field] of Object.entries(section.columns)) {
    const at = columnOf(letters)
    const raw = row.cells[at] ?? ''
    const text = mapping.exact ? withoutMark(raw) : withoutMark(raw).trim()
    if (text === '') continue
    const cell = { text, header: (header?.cells[at] ?? '').trim() }
    const there = cells.get(field)
    if (there) there.push(cell)
    else cells.set(field, [cell])
  }
  return cells
}

/** The apostrophe that `writePartsCsv` puts before what a spreadsheet would take for a formula. */
export function withoutMark(cell: string): string {
  return /^'['=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

/** A row with more cells than the header has: a text with the delimiter in it was not quoted. Joined where numbers then fall into place. */
function fitted(row: Row, { section, header, report, mapping }: Reading): Row {
  const at = Object.keys(section.columns).find((letters) => section.columns[letters] === 'quantity')
  if (at === undefined || !header || mapping.exact) return row
  const width = header.cells.length
  const extra = row.cells.length - width
  const [column, cell] = [columnOf(at), (row.cells[columnOf(at)] ?? '').trim()]
  if (extra < 1 || cell === '' || isNumeric(cell) || !isNumeric(row.cells[column + extra] ?? '')) return row
  for (let from = 0; from < column; from++) {
    if (section.columns[lettersAt(section, from)] !== 'name') continue
    const joined = row.cells.slice(from, from + extra + 1).join(mapping.delimiter ?? ',')
    report.say('TABLE_CELLS', { line: row.number })
    return { ...row, cells: [...row.cells.slice(0, from), joined, ...row.cells.slice(from + extra + 1)] }
  }
  return row
}

const lettersAt = (section: SectionMapping, column: number) =>
  Object.keys(section.columns).find((letters) => columnOf(letters) === column) ?? ''

const first = (cells: Cells, field: TableField) => cells.get(field)?.[0]?.text

/** The name, or what stands where another column has words: rows are often shifted by hand. */
function nameOf(row: Row, cells: Cells, { section, report }: Reading): string | null {
  const name = first(cells, 'name')
  if (name !== undefined && /\S/.test(name)) return name
  const other = first(cells, 'note') ?? first(cells, 'number') ?? first(cells, 'material')
  const word =
    other ??
    row.cells.find((cell, at) => isWord(cell) && section.columns[lettersAt(section, at)] === undefined)
  if (word === undefined || !isWord(word)) return first(cells, 'places') ?? null
  report.say('TABLE_SHIFTED', { line: row.number }, { found: word })
  return word.trim()
}

const isWord = (cell: string) => /\p{L}{2}/u.test(cell) && !isNumeric(cell)

const isSum = (name: string) =>
  /^(?:grand |sub-?)?(?:total|sum|summe|gesamt(?:summe|preis|kosten)?|zwischensumme|totale|somme|suma)\b\s*:?(?:\s*(?:cost|price|kosten|preis|parts|\(.*\)))?:?$/i.test(
    name.trim(),
  )

/** False if none of it is needed. */
function readQuantity(line: PartLine, cells: Cells, notes: string[], row: Row, reading: Reading): boolean {
  const unit = unitNamed(first(cells, 'unit') ?? '')
  if (unit !== null) line.unit = reading.mapping.exact ? cut(first(cells, 'unit') ?? unit, MAX_TAG) : unit
  const said = first(cells, 'quantity')
  if (said === undefined) return true
  const read = quantityIn(said, reading.mapping.decimal)
  if (!read) {
    reading.report.say('TABLE_QUANTITY', { line: row.number }, { found: said })
    notes.push(said)
    return true
  }
  if (read.quantity === 0) {
    reading.report.say('TABLE_ZERO', { line: row.number }, { found: line.name })
    return false
  }
  line.quantity = read.quantity
  const after = unitNamed(read.rest)
  if (line.unit === undefined && after !== null) line.unit = after
  return true
}

const TEXTS = [
  ['id', MAX_NAME],
  ['section', MAX_NAME],
  ['maker', MAX_NAME],
  ['number', MAX_NAME],
  ['material', MAX_NAME],
] as const

function readTexts(line: PartLine, cells: Cells, notes: string[], { mapping, section }: Reading): void {
  for (const [field, max] of TEXTS) {
    const text = first(cells, field)
    if (text !== undefined && /\S/.test(text)) line[field] = cut(text, max)
  }
  if (line.section === undefined && section.title !== undefined) line.section = cut(section.title, MAX_NAME)
  const action = first(cells, 'action') ?? section.action
  if (LINE_ACTIONS.includes(action as LineAction)) line.action = action as LineAction
  const sources = cells.get('source') ?? []
  const source = sources.find(({ text }) => /^https?:\/\//i.test(text)) ?? sources[0]
  if (source && source.text.length <= MAX_URL) line.source = source.text
  for (const other of sources) if (other !== source) notes.push(`${other.header}: ${other.text}`)
  for (const note of cells.get('note') ?? []) {
    const plain = mapping.exact || /^(?:note|desc|comment|besch|bemerk|anmerk|remark)/i.test(note.header)
    if (mapping.exact || note.text !== line.name)
      notes.push(plain || note.header === '' ? note.text : `${note.header}: ${note.text}`)
  }
}

function readPlaces(line: PartLine, cells: Cells, notes: string[], row: Row, reading: Reading): void {
  const text = first(cells, 'places')
  if (text === undefined) return
  const places = exactList(text)?.filter((place) => typeof place === 'string') ?? placesIn(text)
  if (!places) {
    notes.push(text)
    return
  }
  line.places = places
  if (line.quantity === undefined && !reading.mapping.exact) line.quantity = places.length
  else if (
    line.quantity !== undefined &&
    line.quantity !== places.length &&
    places.length > 1 &&
    !reading.mapping.exact
  ) {
    const details = { found: String(line.quantity), expected: String(places.length) }
    reading.report.say('TABLE_PLACES', { line: row.number }, details)
  }
}

/** The price of one: as it stands, or out of that of a package or of the whole line. */
function readCost(line: PartLine, cells: Cells, row: Row, reading: Reading): void {
  const { mapping } = reading
  const priced = (['cost', 'packCost', 'lineCost'] as const).find(
    (field) => amountIn(first(cells, field) ?? '') !== null,
  )
  const cell = priced && cells.get(priced)?.[0]
  const amount = cell && amountIn(cell.text, mapping.decimal)
  if (!cell || !amount) return
  const pack = quantityIn(first(cells, 'packSize') ?? '', mapping.decimal)?.quantity
  const among = priced === 'packCost' ? (pack ?? 1) : priced === 'lineCost' ? (line.quantity ?? 1) : 1
  const text = among === 1 || among === 0 ? amountText(amount) : sharedAmount(amount, among)
  const currency = currencyOf(cell, first(cells, 'currency'), row, reading)
  if (text !== null && currency !== null) line.cost = { amount: text, currency }
}

function currencyOf(cell: Cell, said: string | undefined, row: Row, reading: Reading): string | null {
  const named = currencyIn(said ?? '') ?? (/^[A-Z]{3}$/.test(said ?? '') ? (said ?? null) : null)
  const own =
    named ?? currencyIn(cell.text) ?? currencyIn(cell.header.replaceAll('_', ' ')) ?? reading.mapping.currency
  if (own) return own
  const dollar = hasDollar(cell.text) || hasDollar(cell.header)
  const code = dollar ? 'TABLE_DOLLAR' : 'TABLE_CURRENCY'
  if (!reading.once.has(code)) reading.report.say(code, { line: row.number })
  reading.once.add(code)
  return dollar ? 'USD' : null
}

function readReferences(line: PartLine, cells: Cells): void {
  for (const field of ['good', 'equipment'] as const) {
    const id = first(cells, field)
    if (id !== undefined && issuesOf('parts', { lines: [{ name: 'x', [field]: id }] }).length === 0)
      Object.assign(line, { [field]: id })
  }
  if (/^(?:yes|true|x|1|ja|oui|si)$/i.test(first(cells, 'missing') ?? '')) line.missing = true
}

function readSubstitutes(line: PartLine, cells: Cells, { mapping }: Reading): void {
  const text = first(cells, 'substitutes')
  if (text === undefined) return
  const listed = exactList(text)
  const names = mapping.exact && !listed ? [text] : text.split(/[;\n]/).map((name) => name.trim())
  const substitutes = (listed ??
    names.filter((name) => name !== '').map((name) => ({ name: cut(name, MAX_PART_NAME) }))) as NonNullable<
    PartLine['substitutes']
  >
  if (issuesOf('parts', { lines: [{ name: 'x', substitutes }] }).length === 0)
    line.substitutes = substitutes.slice(0, MAX_SUBSTITUTES)
}
