import { join } from 'node:path'
import { importFiles, type ListedFile, previewShare, type PreviewFile } from '@allmende/files'
import { withoutTraces } from '@allmende/rules'
import { displayText, type FileList } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext, PhotoTraces } from '../contract.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { withWorkFolder } from '../work-folder.ts'
import { copyWith, wholePicture } from './cleaned-copy.ts'

export type PhotoSource = {
  readonly paths: readonly string[]
  /** They were brought by a page, and lie in the home. */
  readonly uploaded?: true
  /** With all that a camera wrote beside them. */
  readonly asTheyAre?: boolean
}

export type Photos = {
  readonly files: FileList
  readonly paths: readonly string[]
  readonly traces: PhotoTraces
}

export const NO_TRACES: PhotoTraces = { removed: 0, places: 0, unchecked: [] }

/**
 * Brings pictures in, without what a camera wrote beside them: whoever shows what they built doesn't mean to say where they
 * live. One that may tell and can't be cleaned is refused unless that is wanted. Throws PHOTO_TELLS and the errors of `files`.
 */
export async function bringPhotos(
  parts: Parts,
  commons: OpenCommons,
  source: PhotoSource,
  context: ActionContext,
): Promise<Photos | null> {
  const [first] = source.paths
  if (first === undefined) return null
  const signal = context.signal ? { signal: context.signal } : {}
  const homes = source.uploaded ? [] : [parts.home.dir]
  const previews = await Promise.all(source.paths.map((path) => previewShare(path, { homes, ...signal })))
  const found = apart(previews.flatMap((preview) => preview.files))
  return withWorkFolder(parts, async (folder) => {
    const { files, traces } = await cleaned(found, folder, source.asTheyAre ?? false)
    const preview = {
      ...previews[0]!,
      files,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      problems: previews.flatMap(({ problems }) => problems),
    }
    const writer = await commons.logs.filesWriter()
    try {
      const list = await importFiles({ path: first, preview, writer, ...signal })
      return { files: list, paths: files.map(({ path }) => path), traces }
    } finally {
      await writer.close()
    }
  })
}

async function cleaned(
  found: readonly PreviewFile[],
  folder: string,
  asTheyAre: boolean,
): Promise<{ files: PreviewFile[]; traces: PhotoTraces }> {
  const files: PreviewFile[] = []
  let [removed, places] = [0, 0]
  const unchecked: string[] = []
  for (const [index, file] of found.entries()) {
    const traces = asTheyAre ? null : await tracesOf(file)
    if (traces?.how === 'may-tell') throw fail('PHOTO_TELLS', { found: displayText(file.path) })
    if (traces?.how !== 'cleaned') {
      unchecked.push(file.path)
      files.push(file)
      continue
    }
    if (traces.removed) removed++
    if (traces.place) places++
    const copy = await copyWith(file, traces.bytes, join(folder, String(index)))
    files.push({ ...copy, executable: false })
  }
  return { files, traces: { removed, places, unchecked } }
}

async function tracesOf(file: PreviewFile) {
  const whole = await wholePicture(file)
  if (!whole) throw fail('PHOTO_TELLS', { found: displayText(file.path) })
  return withoutTraces(whole)
}

/** Pictures from several folders may bear one name: the second becomes `2-name`. */
function apart(files: readonly PreviewFile[]): PreviewFile[] {
  const taken = new Set<ListedFile['path']>()
  return files.map((file) => {
    let path = file.path
    for (let number = 2; taken.has(path.toLowerCase()); number++) path = `${number}-${file.path}`
    taken.add(path.toLowerCase())
    return { ...file, path }
  })
}
