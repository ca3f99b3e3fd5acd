import type { DraftParts } from '@allmende/drafts'
import { type ListedFile, pathIssue, PathSet } from '@allmende/files'
import type { OpenCommons } from '../commons-book.ts'
import { fail } from '../errors.ts'
import { listedOf } from './file-references.ts'

/** What is attached to a draft: the files, and the paths at which something stands that is none. */
export type Attached = { readonly entries: ListedFile[]; readonly none: readonly string[] }

/** Whoever edits may have written it. */
export function attachedTo({ files }: Pick<DraftParts, 'files'>): Attached {
  const found = files.map(({ path, content }) => ({ path, file: listedOf(path, content) }))
  return {
    entries: found.flatMap(({ file }) => file ?? []),
    none: found.flatMap(({ path, file }) => (file === null ? [path] : [])),
  }
}

/**
 * Whether all of it can be written to a disk, or stand in a version: by its names, and by whose it is. It is asked before anything is
 * fetched, and named, so that whoever may edit can put it right. Throws DRAFT_FILE_PLACE, DRAFT_FILE_AWAY.
 */
export function mustBeUsable(entries: readonly ListedFile[], { logs }: OpenCommons): void {
  const paths = new PathSet()
  for (const { path } of entries) {
    if (pathIssue(path))
      throw fail('DRAFT_FILE_PLACE', { found: path, reason: 'not every system takes that name' })
    const clash = paths.add(path)
    if (clash) {
      const other = clash.path === path ? clash.other : clash.path
      throw fail('DRAFT_FILE_PLACE', { found: path, reason: `it cannot be beside "${other}"` })
    }
  }
  const away = entries.find(({ core }) => logs.owner(core)?.which !== 'files')
  if (away) throw fail('DRAFT_FILE_AWAY', { found: away.path })
}
