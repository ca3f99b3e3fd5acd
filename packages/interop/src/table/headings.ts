import { reportFor } from '../report.ts'
import {
  type Mapping,
  type SectionMapping,
  type Sheet,
  type TableField,
  SEVERAL,
  columnOf,
  lettersOf,
  rowsIn,
} from './contract.ts'
import { readCsv } from './csv.ts'
import { decodeText } from './decode-text.ts'
import { readWorkbook } from './workbook.ts'

/** What a person says of a table: the field, and the heading (or the letters) of its column. */
export type SaidColumns = Readonly<Partial<Record<TableField, string>>>

/** The headings under which a table is read, for each section of its mapping. */
export function headingsOf(bytes: Uint8Array, mapping: Mapping): string[][] {
  const sheets = sheetsOf(bytes, mapping)
  return mapping.sections.map((section) => headingsIn(sheets, section))
}

/**
 * A mapping as a person corrects it: `said` goes before what was found. Where no section has any of the headings, the first row
 * that has all of them becomes the header of one. `unknown` are headings that no row has.
 */
export function withColumns(
  bytes: Uint8Array,
  mapping: Mapping,
  said: SaidColumns,
): { mapping: Mapping; unknown: string[] } {
  const sheets = sheetsOf(bytes, mapping)
  const wanted = Object.entries(said) as [TableField, string][]
  const sections = mapping.sections.map((section) => corrected(section, headingsIn(sheets, section), wanted))
  const met = new Set(sections.flatMap(({ met: fields }) => fields))
  if (met.size > 0) {
    const unknown = wanted.filter(([field]) => !met.has(field)).map(([, heading]) => heading)
    return { mapping: { ...mapping, sections: sections.map(({ section }) => section) }, unknown }
  }
  const made = sectionUnder(sheets, wanted)
  if (!made) return { mapping, unknown: wanted.map(([, heading]) => heading) }
  return { mapping: { ...mapping, sections: [made] }, unknown: [] }
}

function corrected(
  section: SectionMapping,
  headings: readonly string[],
  wanted: readonly [TableField, string][],
): { section: SectionMapping; met: TableField[] } {
  const columns = new Map(Object.entries(section.columns))
  const met: TableField[] = []
  for (const [field, heading] of wanted) {
    const letters = columnNamed(heading, headings)
    if (letters === undefined) continue
    met.push(field)
    if (!SEVERAL.includes(field)) for (const [other, of] of columns) if (of === field) columns.delete(other)
    columns.set(letters, field)
  }
  return { section: { ...section, columns: Object.fromEntries(columns) }, met }
}

/** By its heading; by its letters only where nothing is headed so. */
function columnNamed(said: string, headings: readonly string[]): string | undefined {
  const at = headings.findIndex((heading) => plain(heading) === plain(said))
  if (at >= 0) return lettersOf(at)
  return /^[A-Z]{1,2}$/.test(said) && columnOf(said) < Math.max(headings.length, 1) ? said : undefined
}

function sectionUnder(
  sheets: readonly Sheet[],
  wanted: readonly [TableField, string][],
): SectionMapping | null {
  for (const { name, rows } of sheets) {
    const header = rows.find(({ cells }) =>
      wanted.every(([, heading]) => columnNamed(heading, cells) !== undefined),
    )
    const last = rows.at(-1)
    if (!header || !last) continue
    const columns = wanted.map(
      ([field, heading]) => [columnNamed(heading, header.cells) ?? '', field] as const,
    )
    return {
      ...(name === undefined ? {} : { sheet: name }),
      header: header.number,
      first: header.number + 1,
      last: last.number,
      columns: Object.fromEntries(columns),
    }
  }
  return null
}

function headingsIn(sheets: readonly Sheet[], { sheet, header }: SectionMapping): string[] {
  const of = sheets.find(({ name }) => name === sheet)
  return (of ? (rowsIn(of, header, header)[0]?.cells ?? []) : []).map((cell) => cell.trim())
}

function sheetsOf(bytes: Uint8Array, { format, delimiter = ',' }: Mapping): Sheet[] {
  // Whatever is wrong about the table was told when it was read.
  const report = reportFor('')
  if (format === 'xlsx') return readWorkbook(bytes, report)
  return [{ rows: readCsv(decodeText(bytes).text, delimiter, report) }]
}

const plain = (text: string) => text.trim().replaceAll(/\s+/g, ' ').toLowerCase()
