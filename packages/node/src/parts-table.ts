import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Preview } from '@allmende/files'
import type { Finding, TableWarningCode } from '@allmende/interop'
import type { FileList, GoodType, PartLine } from '@allmende/vocabulary'
import type { ShareRequest } from './contract.ts'
import type { ShareWarning } from './contract-share.ts'
import { fail } from './errors.ts'
import { partsTableIn } from './file-roles.ts'

/** A table beyond this is data of another sort. */
const MAX_BYTES = 4 * 1024 * 1024
/** Findings that are told; a table that is wrong in every row says no more by its hundredth. */
const TOLD = 5

export type PartsFound = {
  /** The path of the table in the folder. */
  readonly from: string
  readonly lines: readonly PartLine[]
  readonly warnings: readonly ShareWarning[]
}

/**
 * The parts list that the files bring along: from the table that is named, or in a design from the one that calls itself
 * a parts list and names its columns. Null when there is none, and when the table is the same as in the version before: what was said of its
 * columns then is not read over. Throws PARTS_TABLE for a table that was named and holds none.
 */
export async function partsFrom(
  request: ShareRequest,
  preview: Preview,
  type: GoodType,
  before?: FileList,
): Promise<PartsFound | null> {
  if (request.parts === '') return null
  const path = request.parts ?? (type === 'design' ? tableOf(preview) : undefined)
  if (path === undefined) return null
  const file = preview.files.find((one) => one.path === path)
  if (!file || file.bytes > MAX_BYTES) {
    if (request.parts === undefined) return null
    const found = file ? `${file.bytes} bytes` : 'no such file among those that are shared'
    throw fail('PARTS_TABLE', { path, expected: `a table of at most ${MAX_BYTES} bytes`, found })
  }
  const content = await readFile(file.source)
  if (request.parts === undefined && isSame(content, path, before)) return null
  // Loaded when there is a table: the parsers of others' formats are a tenth of the modules of a start.
  const { readPartsTable } = await import('@allmende/interop')
  const { lines, findings, mapping } = readPartsTable(content, path)
  const warnings = findings.filter(isWarning).slice(0, TOLD).map(warningOf)
  // Nobody asked for it to be read: columns that only were guessed at would make parts of its first row.
  const named = mapping?.sections.every(({ header }) => header > 0) ?? false
  if (lines.length > 0 && (named || request.parts !== undefined)) return { from: path, lines, warnings }
  if (request.parts !== undefined)
    throw fail('PARTS_TABLE', { path, expected: 'rows of parts', found: warnings[0]?.message ?? 'none' })
  return null
}

function tableOf({ files }: Preview): string | undefined {
  return partsTableIn(files.map(({ path }) => path))
}

function isSame(content: Uint8Array, path: string, before: FileList | undefined): boolean {
  const entry = before?.entries?.find((one) => one.path === path)
  return entry !== undefined && createHash('sha256').update(content).digest().equals(entry.hash)
}

type Warned = Finding & { readonly code: TableWarningCode }

/** A reader of tables gives no other codes. */
function isWarning(finding: Finding): finding is Warned {
  return finding.severity !== 'info' && finding.code.startsWith('TABLE_')
}

function warningOf({ code, file, line, message, values }: Warned): ShareWarning {
  const at = { file, line: line ?? null }
  const place = `${file}${line === undefined ? '' : `:${line}`}`
  return { code, message: `${place}: ${message}`, values, at, hinders: false }
}
