import type { Hash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fail } from './errors.ts'
import { WRITE_BYTES } from './limits.ts'
import { errorCode } from './problems.ts'

const NEW = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL
const LEFT_BEHIND = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** File systems without hard links (FAT, some network disks) say one of these. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EXDEV'])

/**
 * Opens the unfinished file at `path` to be read and written on, made with `mode` when absent. Something else under
 * that name (a link, a pipe, another name of a file elsewhere) was put there: it is removed, not written to.
 */
export async function openPartial(path: string, mode: number): Promise<{ handle: FileHandle; size: number }> {
  for (;;) {
    const made = await openUnless('EEXIST', path, NEW, mode)
    if (made) return { handle: made, size: 0 }
    const found = await openUnless('ELOOP', path, LEFT_BEHIND, mode)
    if (found) {
      const { nlink, size, mode: bits } = await found.stat()
      if ((bits & constants.S_IFMT) === constants.S_IFREG && nlink === 1) return { handle: found, size }
      await found.close()
    }
    await removePartial(path)
  }
}

async function openUnless(
  refusal: string,
  path: string,
  flags: number,
  mode: number,
): Promise<FileHandle | null> {
  try {
    return await open(path, flags, mode)
  } catch (error) {
    if ([refusal, 'ENXIO', 'EMLINK', 'ENOENT'].includes(errorCode(error)) && !(await folderGone(path)))
      return null
    throw error
  }
}

/** Without its folder a file can't be made however often we try. */
async function folderGone(path: string): Promise<boolean> {
  return !(await exists(dirname(path)))
}

/** Feeds the first `bytes` of a file to a hash. False when it is shorter. */
export async function hashStart(handle: FileHandle, bytes: number, hash: Hash): Promise<boolean> {
  const buffer = Buffer.allocUnsafe(Math.min(WRITE_BYTES, bytes))
  let at = 0
  while (at < bytes) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, bytes - at), at)
    if (bytesRead === 0) return false
    hash.update(buffer.subarray(0, bytesRead))
    at += bytesRead
  }
  return true
}

/**
 * Gives a finished file its name. Without `force` by a hard link, which the system refuses when the name is taken:
 * `rename` would replace what came there since we looked. Throws `COPY_EXISTS`, `COPY_IN_THE_WAY`.
 */
export async function giveName(partial: string, final: string, path: string, force: boolean): Promise<void> {
  if (force) return renameOver(partial, final, path)
  try {
    await link(partial, final)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST') throw fail('COPY_EXISTS', { path, more: 'it came there meanwhile' })
    if (!NO_LINKS.has(code)) throw error
    if (await exists(final)) throw fail('COPY_EXISTS', { path, more: 'it came there meanwhile' })
    return rename(partial, final)
  }
  await unlink(partial)
}

async function renameOver(partial: string, final: string, path: string): Promise<void> {
  try {
    await rename(partial, final)
  } catch (error) {
    if (!['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error
    throw fail('COPY_IN_THE_WAY', { path, found: 'a folder' })
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/** Removes an unfinished file if it is there. */
export async function removePartial(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(errorCode(error))) throw error
  }
}
