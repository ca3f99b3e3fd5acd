import { realpath } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import { isPackage, type PreviewFile, previewShare } from '@allmende/files'
import {
  headingsOf,
  type Mapping,
  type PartsTable,
  readPartsTable,
  type SaidColumns,
  TABLE_FIELDS,
  withColumns,
} from '@allmende/interop'
import type { ImportRequest } from '../contract-carry.ts'
import { fail } from '../errors.ts'
import { partsTableIn } from '../file-roles.ts'
import type { Candidate } from './candidate.ts'
import type { Found } from './found.ts'
import { FolderPaths, isLocal } from './folder-paths.ts'
import { readStart } from './read-text.ts'
import type { Source } from './source.ts'

const TABLE = /\.(?:csv|tsv|xlsx|xls|ods|tab)$/i
/** One byte more than a table may have: the reader then says that it is too large. */
const MOST_BYTES = 16 * 1024 * 1024 + 1

/** Whether a file that was named is looked at as a parts list: by its name, or since it is a workbook by another name. */
export async function isTableFile(file: PreviewFile): Promise<boolean> {
  if (TABLE.test(file.path)) return true
  if (/\.[a-z]{1,6}$/i.test(file.path)) return false
  return isPackage(file.source).catch(() => false)
}

/** A parts list alone: a design of which only that is known so far. Throws IMPORT_TABLE. */
export async function fromTable(
  source: Source,
  file: PreviewFile,
  request: ImportRequest,
): Promise<{ candidates: Candidate[]; findings: Found[] }> {
  const read = await readTable(file, request)
  const candidate: Candidate = {
    from: file.path,
    format: 'table',
    base: '',
    key: source.key,
    fields: {
      title: basename(file.path).replace(TABLE, '').replaceAll('_', ' '),
      type: 'design',
      roles: [{ role: 'bom', at: file.path }],
    },
    lines: read.lines,
    subs: [],
    files: [file],
    table: read.told,
    missing: [],
    pointers: [],
  }
  return { candidates: [candidate], findings: read.findings }
}

/**
 * Reads the parts lists of what manifests describe, behind the lines that those have themselves. The person may name that of
 * the first good, and which of its columns is what.
 */
export async function attachTables(
  source: Source,
  candidates: readonly Candidate[],
  request: ImportRequest,
): Promise<Found[]> {
  const findings: Found[] = []
  for (const [index, candidate] of candidates.entries()) {
    const asked = index === 0 && request.bom !== undefined
    const file = asked ? await namedTable(source, candidate, request.bom ?? '') : tableOf(candidate)
    if (!file) continue
    const said = index === 0 ? request : { path: request.path }
    const read = asked ? await readTable(file, said) : await tableOrNone(file, said)
    findings.push(...read.findings)
    if (read.lines.length === 0) continue
    candidate.lines = [...candidate.lines, ...read.lines]
    candidate.table = read.told
  }
  return findings
}

/** What the manifest calls its parts list, if that is a table that is here; else the table that is named like one. */
function tableOf({ files, fields }: Candidate): PreviewFile | undefined {
  const roles = fields.roles ?? []
  const said = roles.flatMap(({ role, at }) => (role === 'bom' && isLocal(at) && TABLE.test(at) ? [at] : []))
  const paths = files.map(({ path }) => path)
  const chosen = said.find((at) => paths.includes(at)) ?? partsTableIn(paths)
  return files.find(({ path }) => path === chosen)
}

async function namedTable(source: Source, candidate: Candidate, path: string): Promise<PreviewFile> {
  const meant = isAbsolute(path) ? await realpath(path).catch(() => path) : path
  const within = [...candidate.files, ...source.files].find(
    (file) => file.path === meant || file.source === meant,
  )
  if (within) return within
  const paths = new FolderPaths(source.files)
  if (!isAbsolute(meant) || paths.hasFile(meant))
    throw fail('IMPORT_TABLE', { file: path, reason: 'there is no such file' })
  const { files } = await previewShare(meant)
  const [file] = files
  if (!file || files.length > 1) throw fail('IMPORT_TABLE', { file: path, reason: 'it is not a file' })
  return file
}

type TableRead = PartsTable & { readonly told: NonNullable<Candidate['table']> }

async function readTable(file: PreviewFile, request: ImportRequest): Promise<TableRead> {
  const read = await tableOrNone(file, request)
  if (read.lines.length > 0) return read
  const [first] = read.findings
  const reason = first
    ? `${first.line === undefined ? '' : `line ${first.line}: `}${first.message}`
    : 'it has no lines'
  throw fail('IMPORT_TABLE', { file: file.path, reason })
}

/** Reads a table as it seems to be, and then as the person says that it is. */
async function tableOrNone(file: PreviewFile, { bomMap }: ImportRequest): Promise<TableRead> {
  const bytes = await readStart(file, MOST_BYTES)
  const found = readPartsTable(bytes, file.path)
  if (bomMap === undefined || !found.mapping) return withTold(file, bytes, found)
  const { mapping, unknown } = withColumns(bytes, found.mapping, saidOf(bomMap))
  if (unknown.length > 0) {
    const headings = headingsOf(bytes, found.mapping)
      .flat()
      .filter((heading) => heading !== '')
    const reason = `no column is called "${unknown.join('" or "')}"; there are ${[...new Set(headings)].join(', ')}`
    throw fail('IMPORT_TABLE', { file: file.path, reason })
  }
  return withTold(file, bytes, readPartsTable(bytes, file.path, mapping))
}

function saidOf(bomMap: Readonly<Record<string, string>>): SaidColumns {
  for (const field of Object.keys(bomMap)) {
    if (!TABLE_FIELDS.some((known) => known === field))
      throw fail('IMPORT_FIELD', { found: field, expected: TABLE_FIELDS.join(', ') })
  }
  return bomMap
}

function withTold(file: PreviewFile, bytes: Uint8Array, read: PartsTable): TableRead {
  const { lines, mapping } = read
  const headings = mapping ? headingsOf(bytes, mapping) : []
  const told = {
    file: file.path,
    lines: lines.length,
    ...columnsTold(mapping, headings),
    sections: (mapping?.sections ?? []).map(({ title, header, first, last, skip }) => ({
      title: title ?? null,
      header,
      first,
      last,
      skipped: skip === true,
    })),
  }
  return { ...read, told }
}

/** The columns of all sections together: mostly they are alike, and a person looks for what is wrong. */
function columnsTold(
  mapping: Mapping | null,
  headings: readonly string[][],
): { mapping: Record<string, string>; unused: string[] } {
  const used = new Map<string, string>()
  const unused = new Set<string>()
  for (const [at, { columns, skip }] of (mapping?.sections ?? []).entries()) {
    if (skip) continue
    const names = headings[at] ?? []
    for (const [letters, field] of Object.entries(columns))
      if (!used.has(field)) used.set(field, names[columnAt(letters)] || letters)
    const read = new Set(Object.keys(columns).map(columnAt))
    for (const [column, name] of names.entries()) if (name !== '' && !read.has(column)) unused.add(name)
  }
  // In one order, whatever order the columns have: it is read again and again.
  const fields = TABLE_FIELDS.filter((field) => used.has(field)).map((field) => [
    field,
    used.get(field) ?? '',
  ])
  return { mapping: Object.fromEntries(fields) as Record<string, string>, unused: [...unused] }
}

/** A is 0, AA is 26. */
function columnAt(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
