import { readFile } from 'node:fs/promises'
import type { PreviewFile } from '@allmende/files'
import { checkLicence } from '@allmende/rules'
import { type GoodType, MAX_MENTIONS, type PartLicence } from '@allmende/vocabulary'
import { fail } from './errors.ts'

/** REUSE: beside a file that can't hold it itself stands `NAME.license` with its licence. */
const BESIDE = '.license'
const STATED = /^[^\n]{0,40}SPDX-License-Identifier:[ \t]*([^\s*][^\n*]{0,300}?)[ \t]*(?:\*\/)?[ \t]*$/m
/** Such a file is a few lines; what is longer is something else. */
const MAX_BYTES = 16 * 1024

/**
 * The licences of single files as REUSE states them beside the files, where they differ from the good's. One that isn't
 * free is refused like that of the good: LICENCE_REFUSED.
 */
export async function statedLicences(
  files: readonly PreviewFile[],
  licence: string,
  type: GoodType,
): Promise<PartLicence[]> {
  const paths = new Set(files.map(({ path }) => path))
  const found: PartLicence[] = []
  for (const { path, source, bytes } of files) {
    const under = path.slice(0, -BESIDE.length)
    if (!path.endsWith(BESIDE) || bytes > MAX_BYTES || !paths.has(under)) continue
    const stated = STATED.exec(await readFile(source, 'utf8').catch(() => ''))?.[1]
    if (stated === undefined || stated === licence || found.length >= MAX_MENTIONS) continue
    const verdict = checkLicence(stated, type)
    if (!verdict.ok)
      throw fail('LICENCE_REFUSED', {
        found: `${stated} (of ${under})`,
        reason: verdict.reason,
        suggestions: verdict.suggestions.join(', ') || licence,
        expected: 'a free licence as an SPDX expression',
      })
    if (verdict.expression !== licence) found.push({ under, licence: verdict.expression })
  }
  return found
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
