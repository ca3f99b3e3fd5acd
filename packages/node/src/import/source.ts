import { realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import {
  archiveKind,
  isPackage,
  type Preview,
  type PreviewFile,
  previewShare,
  withUnpacked,
} from '@allmende/files'
import { displayText, isAllmendeError } from '@allmende/vocabulary'
import type { ActionContext, LeftOut } from '../contract.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'

/** What is brought in: the files of a folder, be it one of the person's or an archive unpacked for the moment. */
export type Source = {
  /** By this the same source is known again: a path on this computer. */
  readonly key: string
  /** What the person calls it. */
  readonly name: string
  /** With paths within the folder. */
  readonly files: readonly PreviewFile[]
  /** The one file that was named, if it was one. */
  readonly named: PreviewFile | null
  readonly leftOut: readonly LeftOut[]
  readonly problems: Preview['problems']
}

/**
 * Opens what the person named, and unpacks it where it is an archive; that copy is gone when the work is over.
 * A single file brings its folder along: a manifest names files beside it. `homes`: folders with keys, which are never read.
 * Throws the errors of `files`.
 */
export async function withSource<Result>(
  parts: Parts,
  path: string,
  context: ActionContext & { readonly homes: string[] },
  work: (source: Source) => Promise<Result>,
): Promise<Result> {
  const found = await place(path)
  if (!found.isFile) return work(await inFolder(found.path, context.homes))
  const kind = await archiveKind(found.path)
  if (kind === null || (kind === 'zip' && (await isPackage(found.path))))
    return work(await oneFile(found.path, context.homes))
  // On the disk of the home: what the system keeps temporary files on is often memory.
  const options = {
    within: parts.home.dir,
    ...(context.signal ? { signal: context.signal } : {}),
    onProgress: ({ bytes, files }: { bytes: number; files: number }) =>
      context.onProgress?.({ phase: 'unpacking', done: bytes, unit: 'bytes', note: `${files} files` }),
  }
  return withUnpacked(found.path, options, async (unpacked) => {
    const preview = await previewShare(unpacked.folder)
    return work({
      key: found.path,
      name: basename(found.path),
      files: preview.files,
      named: null,
      leftOut: [...unpacked.leftOut, ...preview.leftOut],
      problems: preview.problems,
    })
  })
}

async function place(path: string): Promise<{ path: string; isFile: boolean }> {
  try {
    const real = await realpath(path)
    return { path: real, isFile: (await stat(real)).isFile() }
  } catch (error) {
    throw fail('IMPORT_NOT_FOUND', { path: displayText(path), cause: error })
  }
}

async function inFolder(folder: string, homes: string[]): Promise<Source> {
  const { files, leftOut, problems } = await previewShare(folder, { homes })
  return { key: folder, name: basename(folder), files, named: null, leftOut, problems }
}

async function oneFile(path: string, homes: string[]): Promise<Source> {
  const single = await previewShare(path, { homes })
  const [named = null] = single.files
  const beside = await besideOf(dirname(path), homes)
  const files = named === null ? [] : [named, ...beside.filter((file) => file.path !== named.path)]
  return { key: path, name: basename(path), files, named, leftOut: [], problems: single.problems }
}

/** Only what is named by a manifest comes in of them; a folder that can't be shared as a whole is no reason against a file of it. */
async function besideOf(folder: string, homes: string[]): Promise<readonly PreviewFile[]> {
  try {
    const { files, problems } = await previewShare(folder, { homes })
    return problems.some(({ severity }) => severity === 'error') ? [] : files
  } catch (error) {
    if (isAllmendeError(error)) return []
    throw error
  }
}
