import { type OpenCore, type Preview, readFileList, sameFiles } from '@allmende/files'
import { isAllmendeError, type RecordId } from '@allmende/vocabulary'
import { nameOfVersion } from './choose-version.ts'
import type { ActionContext } from './contract.ts'
import type { Located } from './locate-thing.ts'
import type { Parts } from './parts.ts'

/** A good as it is, and the name of the version since which nothing has changed. */
export type Unchanged = {
  readonly unchanged: true
  readonly since: string
  readonly id: RecordId
  readonly version: RecordId
  readonly title: string
  readonly files: number
  readonly bytes: number
}

/**
 * The newest version of a good, if these are its files, by the hashes that it names. Null also where a new version says something
 * all the same: it joins heads that stand side by side, and it brings back files that were freed here.
 */
export async function unchangedSince(
  parts: Parts,
  { commons, thing }: Located,
  preview: Preview,
  { signal, onProgress }: ActionContext,
): Promise<Unchanged | null> {
  const newest = thing.versions.at(-1)
  if (!newest?.files || thing.heads.length > 1 || !parts.holdings.here(commons.id, newest.id)) return null
  const openCore: OpenCore = (core) => commons.logs.core(core)
  const listed = await readFileList(newest.files, openCore)
  try {
    const same = await sameFiles(preview, listed, {
      ...(signal ? { signal } : {}),
      onProgress: (done) =>
        onProgress?.({ phase: 'comparing', done, total: preview.bytes, unit: 'bytes', note: '' }),
    })
    if (!same) return null
    const { count: files, bytes } = newest.files
    const since = nameOfVersion(thing, newest.id)
    return { unchanged: true, since, id: thing.id, version: newest.id, title: thing.title, files, bytes }
  } catch (error) {
    // A file that is being written just now: the import tries it again, and says what is wrong with it.
    if (isAllmendeError(error)) return null
    throw error
  }
}
