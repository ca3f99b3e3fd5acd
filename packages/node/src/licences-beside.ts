import { lstat, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PartLicence } from '@allmende/vocabulary'
import { licenceText, licencesNamed } from './licence-texts.ts'

/** Where REUSE has them, so that other programs find them as well. */
const FOLDER = 'LICENSES'

export type LicencesBeside = {
  /** Paths within the copy. */
  readonly written: readonly string[]
  /** Licences and exceptions whose text isn't here. */
  readonly missing: readonly string[]
}

/** Every licence that a good names, for the whole and for single files. */
export function licencesOf(fields: Readonly<Record<string, unknown>>): string[] {
  const whole = typeof fields['licence'] === 'string' ? [fields['licence']] : []
  const single = Array.isArray(fields['licences']) ? (fields['licences'] as PartLicence[]) : []
  return [...new Set([...whole, ...single.map(({ licence }) => licence)].flatMap(licencesNamed))]
}

/**
 * Writes the texts of a good's licences beside a copy of it, as `LICENSES/ID.txt`: most licences ask for it, and whoever gets
 * the copy may be without a network. Nothing is ever replaced: a good that brings a text keeps its own.
 * @param paths the good's own files
 */
export async function writeLicencesBeside(
  target: string,
  licences: readonly string[],
  paths: readonly string[],
): Promise<LicencesBeside> {
  const taken = new Set([...paths, ...(await namesIn(target))].map((path) => path.toLowerCase()))
  const written: string[] = []
  const missing: string[] = []
  for (const id of licences) {
    const path = `${FOLDER}/${id}.txt`
    if (taken.has(path.toLowerCase()) || taken.has(FOLDER.toLowerCase())) continue
    const text = await licenceText(id)
    if (text === null) missing.push(id)
    else if (await writeNew(target, path, text)) written.push(path)
  }
  return { written, missing }
}

async function namesIn(target: string): Promise<string[]> {
  const names = await readdir(join(target, FOLDER)).catch(() => [])
  return names.map((name) => `${FOLDER}/${name}`)
}

/** Not over what came there meanwhile, and not through a link: copying never does. A copy is whole without the texts, so a failure to write one is none of it. */
async function writeNew(target: string, path: string, text: string): Promise<boolean> {
  const folder = join(target, FOLDER)
  try {
    await mkdir(folder, { recursive: true })
    if (!(await lstat(folder)).isDirectory()) return false
    await writeFile(join(target, path), text.endsWith('\n') ? text : `${text}\n`, { flag: 'wx' })
    return true
  } catch {
    return false
  }
}
