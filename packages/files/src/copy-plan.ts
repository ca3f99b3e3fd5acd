import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { displayText } from '@allmende/vocabulary'
import type { Disk, ListedFile, OpenCore } from './contract.ts'
import { megabytes } from './disk.ts'
import { fail } from './errors.ts'
import { heldBytes } from './held.ts'
import { hashStart, removePartial } from './partial.ts'
import { partialName } from './partial-name.ts'
import { PathSet } from './path-set.ts'
import { checkPlace } from './place.ts'
import { pathIssue } from './safe-path.ts'
import type { Target } from './target.ts'

/** Files looked at and hashed at once; more only fills the queue of four threads. */
const LOOKED_AT_ONCE = 8

/**
 * Judges what a peer listed, all of it before anything is written: one name that is not safe refuses the whole, since
 * an honest list has none. Throws `PATH_…` and `LIST_MALFORMED`.
 */
export function checkEntries(entries: ListedFile[]): void {
  const paths = new PathSet()
  for (const file of entries) {
    const path = displayText(file.path)
    const issue = pathIssue(file.path)
    if (issue) throw fail(issue.code, { ...issue, path })
    const clash = paths.add(file.path)
    if (clash) throw fail(clash.code, { path: displayText(clash.path), other: displayText(clash.other) })
    checkPlace(path, file)
    if (file.hash.length !== 32) {
      throw fail('LIST_MALFORMED', {
        path,
        expected: '32 bytes of SHA-256',
        found: `${file.hash.length} bytes`,
      })
    }
  }
}

/**
 * Which files are still to be copied. Files that are there with the same content count as copied. Throws
 * `COPY_EXISTS` (naming the first and counting the rest), `COPY_IN_THE_WAY`, `COPY_LINK_IN_TARGET`.
 */
export async function filesToCopy(
  entries: ListedFile[],
  target: Target,
  force: boolean,
  signal?: AbortSignal,
): Promise<ListedFile[]> {
  const missing: ListedFile[] = []
  const different: ListedFile[] = []
  for (let at = 0; at < entries.length; at += LOOKED_AT_ONCE) {
    signal?.throwIfAborted()
    const some = entries.slice(at, at + LOOKED_AT_ONCE)
    const found = await Promise.all(some.map((file) => lookAt(file, target, force)))
    for (const [index, file] of some.entries()) {
      if (found[index] === 'missing') missing.push(file)
      if (found[index] === 'different') different.push(file)
    }
  }
  const [first] = different
  if (!first) return missing
  if (force) return [...missing, ...different]
  const more = different.length > 1 ? `and ${different.length - 1} more` : 'all others are fine'
  throw fail('COPY_EXISTS', { path: displayText(first.path), more })
}

export type Room = { target: Target; disk: Disk; store: string | undefined; openCore: OpenCore }

/** Throws `COPY_DISK_FULL` when the rest can't fit (in the target, in the store), before hours are spent on it. */
export async function checkRoom(files: ListedFile[], { target, disk, store, openCore }: Room): Promise<void> {
  const needed = files.reduce((sum, file) => sum + file.bytes, 0)
  const free = await disk.free(target.root)
  const kept = store === undefined ? Infinity : await disk.free(store)
  const shared = store !== undefined && (await isSameDisk(target.root, store))
  if ((shared ? 2 * needed : needed) <= free && needed <= kept) return
  let write = needed
  for (const file of files) write -= await sizeOfPartial(file, target)
  const fetch = store === undefined ? 0 : needed - (await heldBytes(files, openCore))
  if (write + (shared ? fetch : 0) > free) throw diskFull(write + (shared ? fetch : 0), free)
  if (fetch > kept) throw diskFull(fetch, kept)
}

async function isSameDisk(one: string, two: string): Promise<boolean> {
  return (await stat(one)).dev === (await stat(two)).dev
}

export function diskFull(needed: number, free: number, cause?: unknown) {
  return fail('COPY_DISK_FULL', { expected: megabytes(needed), found: megabytes(free), cause })
}

async function lookAt(
  file: ListedFile,
  target: Target,
  force: boolean,
): Promise<'missing' | 'same' | 'different'> {
  const found = await target.look(file.path)
  if (!found) return 'missing'
  // With force a link is replaced itself, never followed: rename acts on the name.
  if (found.isSymbolicLink()) {
    if (force) return 'different'
    throw fail('COPY_LINK_IN_TARGET', { path: displayText(file.path) })
  }
  if (!found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'something that is not a file'
    throw fail('COPY_IN_THE_WAY', { path: displayText(file.path), found: what })
  }
  if (found.size !== file.bytes || !(await hasContent(target.place(file.path), file))) return 'different'
  // A kill between naming a file and removing its other name leaves that one behind.
  await removePartial(partialPath(file, target))
  return 'same'
}

async function hasContent(path: string, file: ListedFile): Promise<boolean> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const hash = createHash('sha256')
    return (await hashStart(handle, file.bytes, hash)) && hash.digest().equals(file.hash)
  } finally {
    await handle.close()
  }
}

async function sizeOfPartial(file: ListedFile, target: Target): Promise<number> {
  const stat = await lstat(partialPath(file, target)).catch(() => null)
  return stat?.isFile() ? Math.min(stat.size, file.bytes) : 0
}

function partialPath(file: ListedFile, target: Target): string {
  return join(dirname(target.place(file.path)), partialName(file.path, file.hash))
}
