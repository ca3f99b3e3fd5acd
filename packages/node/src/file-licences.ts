import { readFile } from 'node:fs/promises'
import type { PreviewFile } from '@allmende/files'
import type { ReuseLicences } from '@allmende/interop'
import { checkLicence } from '@allmende/rules'
import { type GoodType, MAX_MENTIONS, type PartLicence } from '@allmende/vocabulary'
import { fail } from './errors.ts'
import { licencesByFolder } from './licence-tree.ts'

/** REUSE: beside a file that can't hold it itself stands `NAME.license` with its licence. */
const BESIDE = '.license'
const STATED = /^[^\n]{0,40}SPDX-License-Identifier:[ \t]*([^\s*][^\n*]{0,300}?)[ \t]*(?:\*\/)?[ \t]*$/m
/** Such a file is a few lines; what is longer is something else. */
const MAX_BYTES = 16 * 1024

/** At the top of a project REUSE has the licences of many files in one table. */
const TABLE = 'REUSE.toml'
const MAX_TABLE_BYTES = 256 * 1024

/**
 * The licences of single files as REUSE states them, in `REUSE.toml` and beside the files, where they differ from the good's. One
 * that isn't free is refused like that of the good: LICENCE_REFUSED.
 */
export async function statedLicences(
  files: readonly PreviewFile[],
  licence: string,
  type: GoodType,
): Promise<PartLicence[]> {
  const table = await reuseTable(files)
  const beside = await statedBeside(files)
  const licenceOf = new Map<string, string>()
  const judged = new Map<string, string>()
  for (const { path } of files) {
    const inTable = table?.of(path)
    const stated = inTable?.override ? inTable.licence : (beside.get(path) ?? inTable?.licence)
    if (stated === undefined || stated === licence) {
      licenceOf.set(path, licence)
      continue
    }
    const expression = judged.get(stated) ?? freeOrThrow(stated, path, type, licence)
    judged.set(stated, expression)
    licenceOf.set(path, expression)
  }
  return licencesByFolder(licenceOf, licence).slice(0, MAX_MENTIONS)
}

async function reuseTable(files: readonly PreviewFile[]): Promise<ReuseLicences | null> {
  const table = files.find(({ path, bytes }) => path === TABLE && bytes <= MAX_TABLE_BYTES)
  if (!table) return null
  const { readReuse } = await import('@allmende/interop')
  return readReuse(await readFile(table.source, 'utf8').catch(() => ''))
}

/** What stands beside single files, by their paths. */
async function statedBeside(files: readonly PreviewFile[]): Promise<Map<string, string>> {
  const paths = new Set(files.map(({ path }) => path))
  const found = new Map<string, string>()
  for (const { path, source, bytes } of files) {
    const under = path.slice(0, -BESIDE.length)
    if (!path.endsWith(BESIDE) || bytes > MAX_BYTES || !paths.has(under)) continue
    const stated = STATED.exec(await readFile(source, 'utf8').catch(() => ''))?.[1]
    if (stated !== undefined) found.set(under, stated)
  }
  return found
}

function freeOrThrow(stated: string, path: string, type: GoodType, licence: string): string {
  const verdict = checkLicence(stated, type)
  if (verdict.ok) return verdict.expression
  throw fail('LICENCE_REFUSED', {
    found: `${stated} (of ${path})`,
    reason: verdict.reason,
    suggestions: verdict.suggestions.join(', ') || licence,
    expected: 'a free licence as an SPDX expression',
  })
}

/**
 * The licences of single files in a new version: those of before whose file or folder is still there, since a manifest may
 * have stated them, and over them what stands beside the files now.
 */
export function licencesAgain(
  before: unknown,
  stated: readonly PartLicence[],
  paths: readonly string[],
): PartLicence[] {
  const anew = new Set(stated.map(({ under }) => under))
  const there = ({ under }: PartLicence) =>
    paths.some((path) => path === under || path.startsWith(`${under}/`))
  const kept = (Array.isArray(before) ? (before as PartLicence[]) : []).filter(
    (entry) => !anew.has(entry.under) && there(entry),
  )
  return [...kept, ...stated].slice(0, MAX_MENTIONS)
}
