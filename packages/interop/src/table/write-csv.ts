import type { PartLine } from '@allmende/vocabulary'
import { OWN_COLUMNS } from './contract.ts'

/**
 * A parts list as CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it, which `readPartsTable`
 * takes away again.
 */
export function writePartsCsv(lines: readonly PartLine[]): string {
  return [OWN_COLUMNS as readonly string[], ...lines.map(cellsOf)]
    .map((cells) => `${cells.map(quoted).join(',')}\r\n`)
    .join('')
}

function cellsOf(line: PartLine): string[] {
  return OWN_COLUMNS.map((column) => {
    if (column === 'cost') return line.cost?.amount ?? ''
    if (column === 'currency') return line.cost?.currency ?? ''
    if (column === 'missing') return line.missing ? 'yes' : ''
    if (column === 'places') return places(line.places)
    if (column === 'substitutes') return line.substitutes ? JSON.stringify(line.substitutes) : ''
    const value = line[column]
    return value === undefined ? '' : String(value)
  })
}

/** `C1, C2`; what that can't say without doubt, as a list in JSON. */
function places(list: readonly string[] | undefined): string {
  if (!list) return ''
  const plain = list.length > 0 && list.every((place) => /^[A-Za-z]{1,4}\d{1,5}$/.test(place))
  return plain && new Set(list).size === list.length ? list.join(', ') : JSON.stringify(list)
}

/** A list in JSON, as the columns `places` and `substitutes` may have it. */
export function exactList(text: string): unknown[] | null {
  if (!text.startsWith('[') || !text.endsWith(']')) return null
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : null
  } catch {
    return null
  }
}

function quoted(cell: string): string {
  const harmless = /^['=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
