import { type ListedFile, readFileList } from '@allmende/files'
import type { FileList } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'

/** The files of a version, if their list is here: a long one lies in a blob that perhaps nobody has fetched. */
export async function listHere(commons: OpenCommons, list: FileList): Promise<ListedFile[] | null> {
  const open: Parameters<typeof readFileList>[1] = (core) => commons.logs.core(core)
  if (!list.entries) {
    const [which, block, blocks] = list.list?.blob ?? [0, 0, 0]
    const key = list.cores[which]
    const core = key === undefined ? null : await open(key).catch(() => null)
    if (!core || !(await core.has(block, block + blocks))) return null
  }
  return readFileList(list, open)
}
