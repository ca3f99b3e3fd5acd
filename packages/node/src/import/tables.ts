import { realpath } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import { isPackage, type PreviewFile, previewShare } from '@allmende/files'
import type { Finding } from '@allmende/interop'
import type { ImportRequest } from '../contract-carry.ts'
import { fail } from '../errors.ts'
import { partsTableIn } from '../file-roles.ts'
import { readPartsTable, type TableRead } from '../pending-interop.ts'
import type { Candidate } from './candidate.ts'
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
): Promise<{ candidates: Candidate[]; findings: Finding[] }> {
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
    table: toldOf(file.path, read),
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
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [index, candidate] of candidates.entries()) {
    const asked = index === 0 && request.bom !== undefined
    const file = asked ? await namedTable(source, candidate, request.bom ?? '') : tableOf(candidate)
    if (!file) continue
    const said = index === 0 ? request : { path: request.path }
    const read = asked ? await readTable(file, said) : await tableOrNone(file, said)
    findings.push(...read.findings)
    if (read.lines.length === 0) continue
    candidate.lines = [...candidate.lines, ...read.lines]
    candidate.table = toldOf(file.path, read)
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

async function readTable(file: PreviewFile, request: ImportRequest): Promise<TableRead> {
  const read = await tableOrNone(file, request)
  if (read.lines.length > 0) return read
  const [first] = read.findings
  const reason = first
    ? `${first.line === undefined ? '' : `line ${first.line}: `}${first.message}`
    : 'it has no lines'
  throw fail('IMPORT_TABLE', { file: file.path, reason })
}

async function tableOrNone(file: PreviewFile, { bomMap }: ImportRequest): Promise<TableRead> {
  return readPartsTable(await readStart(file, MOST_BYTES), file.path, bomMap)
}

function toldOf(file: string, { lines, sections, mapping, unused }: TableRead): Candidate['table'] {
  return { file, lines: lines.length, sections, mapping, unused }
}
