import { parse } from 'csv-parse/sync'
import { MAX_CELL, MAX_COLUMNS, MAX_ROWS } from '../limits.ts'
import type { Report } from '../report.ts'
import type { Row } from './contract.ts'

const DELIMITERS = [',', ';', '\t', '|']

/** Lines that are enough to tell the delimiter. */
const LOOKED_AT = 100

/**
 * The sign that cuts the lines most evenly: in a file with `;` the commas of "1,50" are there too, but not in each line. A first line `sep=;`,
 * which Excel writes, is believed.
 */
export function delimiterOf(text: string): string {
  const told = /^sep=(.)\r?\n/i.exec(text)?.[1]
  if (told !== undefined) return told
  const lines = text
    .slice(0, 256 * 1024)
    .split(/\r\n|\n|\r/, LOOKED_AT)
    .filter((line) => line.trim() !== '')
  const scores = DELIMITERS.map((delimiter) => evenness(lines, delimiter))
  return DELIMITERS[scores.indexOf(Math.max(...scores))] ?? ','
}

function evenness(lines: readonly string[], delimiter: string): number {
  const counts = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"?/g, '').split(delimiter).length - 1)
  const often = new Map<number, number>()
  for (const count of counts) often.set(count, (often.get(count) ?? 0) + 1)
  const [usual = 0, times = 0] =
    [...often].filter(([count]) => count > 0).toSorted((a, b) => b[1] - a[1])[0] ?? []
  return (times / Math.max(1, lines.length)) * Math.min(usual, 8) + Math.min(usual, 8) / 100
}

/** The rows of delimited text (RFC 4180, and what is made of it): quotes that aren't closed, rows of any length. */
export function readCsv(text: string, delimiter: string, report: Report): Row[] {
  const body = text.replace(/^\uFEFF/, '').replace(/^sep=.\r?\n/i, '\n')
  try {
    return rowsOf(body, delimiter, '"')
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1
    report.say('TABLE_QUOTES', { line: line > 0 ? line : 1 })
    try {
      return rowsOf(body, delimiter, null)
    } catch {
      return []
    }
  }
}

function rowsOf(text: string, delimiter: string, quote: string | null): Row[] {
  let number = 0
  const records: string[][] = parse(text, {
    delimiter,
    quote,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    to: MAX_ROWS,
    skip_empty_lines: false,
  })
  return records.flatMap((cells) => {
    number++
    const row = {
      number,
      cells: cells.slice(0, MAX_COLUMNS).map((cell) => cell.slice(0, MAX_CELL).toWellFormed()),
    }
    return row.cells.some((cell) => cell.trim() !== '') ? [row] : []
  })
}
