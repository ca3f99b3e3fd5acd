import { posix } from 'node:path'
import type { PreviewFile } from '@allmende/files'
import { type ImportedGood, readOkh } from '@allmende/interop'
import type { Found } from './found.ts'
import { readText } from './read-text.ts'
import type { Source } from './source.ts'

/** Named as people name them: `okh.toml`, `.okh-arm.yaml`, `okh-manifest-chair.yml`, `chair.okh.yml`. */
const NAMED = /okh/i
const FORM = /\.(?:ya?ml|toml)$/i
/** The one that describes its folder; others beside it describe single parts. */
const PRIMARY = /^\.?okh\.(?:ya?ml|toml)$/i
/** Keys that no other format has. */
const MARKS =
  /^["']?(?:okhv|okh-manifest-version|documentation-readiness-level|technology-readiness-level)["']?\s*[:=]/m
/** How far into a file of another name is looked for those, and into how many. */
const LOOKED_AT_BYTES = 64 * 1024
const MOST_LOOKED_AT = 1000
/** Manifests in one folder: a machine of more modules than this is a folder of folders. */
const MOST_MANIFESTS = 1000

export type Manifest = {
  readonly path: string
  readonly folder: string
  readonly file: PreviewFile
  readonly primary: boolean
  readonly good: ImportedGood
}

/** Finds and reads the manifests of a source: the one that was named, or all that lie in the folder. */
export async function readManifests(source: Source): Promise<{ manifests: Manifest[]; findings: Found[] }> {
  const files = source.named ? [source.named] : await manifestFiles(source.files)
  const read: Omit<Manifest, 'primary'>[] = []
  const findings: Found[] = files.length > MOST_MANIFESTS ? [tooMany(files)] : []
  for (const file of files.slice(0, MOST_MANIFESTS)) {
    const { good, findings: found } = readOkh(await readText(file), file.path)
    if (good) read.push({ path: file.path, folder: folderOf(file.path), file, good })
    // A name that only sounds like it is no reason to tell of a file.
    const isOther =
      found.some(({ code }) => code === 'OKH_FOREIGN_FILE') && !PRIMARY.test(posix.basename(file.path))
    if (good || source.named || !isOther) findings.push(...found)
  }
  const primary = primaries(read)
  return {
    manifests: read.map((one) => ({ ...one, primary: primary.get(one.folder) === one.path })),
    findings,
  }
}

function tooMany(files: readonly PreviewFile[]): Found {
  const message = `more than ${MOST_MANIFESTS} manifests: those from here on were not read`
  const values = { expected: String(MOST_MANIFESTS) }
  return { severity: 'error', code: 'IMPORT_MANY', message, values, file: files[MOST_MANIFESTS]?.path ?? '' }
}

async function manifestFiles(files: readonly PreviewFile[]): Promise<PreviewFile[]> {
  const found: PreviewFile[] = []
  let looked = 0
  for (const file of files) {
    if (!FORM.test(file.path)) continue
    if (NAMED.test(posix.basename(file.path))) found.push(file)
    else if (looked++ < MOST_LOOKED_AT && MARKS.test(await readText(file, LOOKED_AT_BYTES))) found.push(file)
  }
  // The ones at the top first: they are what is asked for, and what lies below are their parts.
  return found.toSorted((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1))
}

/** The manifest that describes each folder: the one named so, else the only one in it. */
function primaries(all: readonly { path: string; folder: string }[]): Map<string, string | null> {
  const primary = new Map<string, string | null>()
  for (const { path, folder } of all) {
    const isNamed = PRIMARY.test(posix.basename(path))
    const before = primary.get(folder)
    if (before === undefined || (isNamed && (before === null || !PRIMARY.test(posix.basename(before)))))
      primary.set(folder, path)
    else if (!isNamed && before !== null && !PRIMARY.test(posix.basename(before))) primary.set(folder, null)
  }
  return primary
}

function folderOf(path: string): string {
  const folder = posix.dirname(path)
  return folder === '.' ? '' : folder
}

function depth(path: string): number {
  return path.split('/').length
}
