import type { ExportGood, Finding, ImportedGood } from '@allmende/interop'
import type { PartLine } from '@allmende/vocabulary'

/** Stands in for conversions that interop doesn't have yet. */
export type TableRead = {
  lines: PartLine[]
  mapping: Record<string, string>
  sections: string[]
  unused: string[]
  findings: Finding[]
}

export function readPartsTable(
  _bytes: Uint8Array,
  _file: string,
  _mapping?: Readonly<Record<string, string>>,
): TableRead {
  return { lines: [], mapping: {}, sections: [], unused: [], findings: [] }
}

export function readCslJson(_text: string, _file: string): { goods: ImportedGood[]; findings: Finding[] } {
  return { goods: [], findings: [] }
}

export const readBibtex = readCslJson
export const writePartsCsv = (_lines: readonly PartLine[]): string => ''
export const writeCslJson = (_goods: readonly ExportGood[]): string => '[]'
export const writeBibtex = (_goods: readonly ExportGood[]): string => ''
export const toValueflows = (_goods: readonly ExportGood[]): unknown => ({})
export const reuseLayout = (
  _good: ExportGood,
  _texts: ReadonlyMap<string, string>,
): { path: string; text: string }[] => []
