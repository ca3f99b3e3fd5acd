import { MAX_NAME, type PartLine } from '@allmende/vocabulary'
import { MAX_PARTS, MAX_TABLE_BYTES } from '../limits.ts'
import { type Report, reportFor } from '../report.ts'
import {
  type Mapping,
  type PartsTable,
  type SectionMapping,
  type Sheet,
  columnOf,
  lettersOf,
  rowsIn,
  OWN_COLUMNS,
} from './contract.ts'
import { delimiterOf, readCsv } from './csv.ts'
import { decodeText } from './decode-text.ts'
import { findSections, guessSection } from './find-sections.ts'
import { type Reading, readLine } from './read-line.ts'
import { readWorkbook } from './workbook.ts'

/**
 * Reads a parts list out of CSV, TSV or XLSX, told by its content. `mapping` says how it was read; changed and passed back, the table is read
 * by it. Never throws: what can't be read is a finding, whose line is the row.
 */
export function readPartsTable(bytes: Uint8Array, file: string, mapping?: Mapping): PartsTable {
  const report = reportFor(file)
  const source = openTable(bytes, report, mapping)
  const used = source && (mapping ?? mappingOf(source, report))
  if (!source || !used) return { lines: [], mapping: null, rows: [], findings: report.findings }
  const table = readSections(source.sheets, used, report)
  if (table.lines.length === 0) report.say('TABLE_NOTHING')
  return { ...table, mapping: used, findings: report.findings }
}

type Source = Pick<Mapping, 'format' | 'delimiter' | 'encoding'> & { sheets: Sheet[] }

/** Beginnings of files that are often called a table and are none of ours. */
const OTHERS: readonly [string, readonly number[]][] = [
  ['an old Excel file (XLS)', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a picture', [0xff, 0xd8, 0xff]],
  ['a compressed file', [0x1f, 0x8b]],
]

const beginsWith = (bytes: Uint8Array, head: readonly number[]) =>
  head.every((byte, at) => bytes[at] === byte)

function openTable(bytes: Uint8Array, report: Report, mapping: Mapping | undefined): Source | null {
  if (bytes.length > MAX_TABLE_BYTES) {
    report.say('TABLE_TOO_LARGE', undefined, { expected: `${MAX_TABLE_BYTES} bytes` })
    return null
  }
  if (beginsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) {
    const sheets = readWorkbook(bytes, report)
    return sheets.length > 0 ? { format: 'xlsx', sheets } : null
  }
  const other = OTHERS.find(([, head]) => beginsWith(bytes, head))?.[0]
  const { text, encoding } = decodeText(bytes)
  const found = other ?? (/^\s*<(?:!doctype|html|\?xml)/i.test(text) ? 'a page of the web' : null)
  if (found !== null || text.slice(0, 4096).includes('\0')) {
    report.say('TABLE_FORMAT', { line: 1 }, { found: found ?? 'no text' })
    return null
  }
  const delimiter = mapping?.delimiter ?? delimiterOf(text)
  return { format: 'csv', delimiter, encoding, sheets: [{ rows: readCsv(text, delimiter, report) }] }
}

function mappingOf({ sheets, ...source }: Source, report: Report): Mapping | null {
  const own = sheets.length === 1 && sheets[0] ? ownSection(sheets[0]) : null
  if (own) return { ...source, exact: true, sections: [own] }
  const found = sheets.map(findSections)
  const main = mainSheet(sheets, found)
  for (const [at, sections] of found.entries()) {
    if (at === main || sections.length === 0) continue
    for (const section of sections) section.skip = true
    report.say('TABLE_SHEET', undefined, { found: sheets[at]?.name ?? '' })
  }
  const sections = found.flat()
  if (sections.length > 0) {
    sayUnread(sheets, sections, report)
    return { ...source, sections }
  }
  const guess = sheets[0] ? guessSection(sheets[0]) : null
  if (!guess) {
    report.say('TABLE_NOTHING', { line: 1 })
    return null
  }
  report.say('TABLE_HEADER', { line: guess.first })
  return { ...source, sections: [guess] }
}

function ownSection({ rows }: Sheet): SectionMapping | null {
  const [header, last] = [rows[0], rows.at(-1)]
  if (!header || !last || header.cells.join('\n') !== OWN_COLUMNS.join('\n')) return null
  const columns = Object.fromEntries(OWN_COLUMNS.map((field, at) => [lettersOf(at), field]))
  return { header: header.number, first: header.number + 1, last: last.number, columns }
}

/** Other sheets of a workbook repeat the list for a shop more often than they go on with it. */
function mainSheet(sheets: readonly Sheet[], found: readonly SectionMapping[][]): number {
  const named = sheets.findIndex(
    ({ name = '' }, at) =>
      /bom|parts|st.ckliste|materials|piezas/i.test(name) && (found[at]?.length ?? 0) > 0,
  )
  return named >= 0 ? named : found.findIndex((sections) => sections.length > 0)
}

function sayUnread(sheets: readonly Sheet[], sections: readonly SectionMapping[], report: Report): void {
  for (const section of sections) {
    if (section.skip) continue
    const sheet = sheetOf(sheets, section)
    const header = sheet && rowsIn(sheet, section.header, section.header)[0]
    const unread = (header?.cells ?? []).filter(
      (cell, at) => cell.trim() !== '' && section.columns[lettersOf(at)] === undefined,
    )
    if (unread.length > 0) report.say('TABLE_COLUMNS', { line: section.header }, { found: unread.join(', ') })
  }
}

const sheetOf = (sheets: readonly Sheet[], { sheet }: SectionMapping) =>
  sheets.find(({ name }) => name === sheet)

function readSections(
  sheets: readonly Sheet[],
  mapping: Mapping,
  report: Report,
): Pick<PartsTable, 'lines' | 'rows'> {
  const table: Pick<PartsTable, 'lines' | 'rows'> = { lines: [], rows: [] }
  const substitutes: { line: PartLine; row: number }[] = []
  const once = new Set<string>()
  for (const section of mapping.sections) {
    const sheet = sheetOf(sheets, section)
    if (!sheet || section.skip || !isMapping(section)) continue
    const header = rowsIn(sheet, section.header, section.header)[0]
    const reading: Reading = { mapping, section, header, report, once }
    for (const row of rowsIn(sheet, section.first, section.last)) {
      const line = readLine(row, reading)
      if (!line) continue
      if (section.substitutes) substitutes.push({ line, row: row.number })
      else if (table.lines.length < MAX_PARTS) {
        table.lines.push(line)
        table.rows.push({ ...(sheet.name === undefined ? {} : { sheet: sheet.name }), row: row.number })
      } else if (!once.has('TABLE_MANY')) {
        once.add('TABLE_MANY')
        report.say('TABLE_MANY', { line: row.number }, { expected: String(MAX_PARTS) })
      }
    }
  }
  for (const { line, row } of substitutes) addSubstitute(table.lines, line, row, report)
  return table
}

/** A mapping comes back from outside too. */
function isMapping(section: SectionMapping): boolean {
  return Object.keys(section.columns).every(
    (letters) => /^[A-Z]{1,3}$/.test(letters) && columnOf(letters) >= 0,
  )
}

function addSubstitute(lines: readonly PartLine[], line: PartLine, row: number, report: Report): void {
  const of = lines.find(({ id, name }) => (line.id === undefined ? name === line.name : id === line.id))
  if (!of) {
    report.say('TABLE_SUBSTITUTE', { line: row }, { found: line.name })
    return
  }
  const said = [line.note, line.maker?.slice(0, MAX_NAME), line.source].filter((text) => text !== undefined)
  const note = said.join('\n').slice(0, 2_000).toWellFormed()
  of.substitutes = [
    ...(of.substitutes ?? []),
    note === '' ? { name: line.name } : { name: line.name, note },
  ].slice(0, 20)
}
