import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { displayText } from '@allmende/vocabulary'
import type { Disk } from '../contract.ts'
import { fail } from '../errors.ts'
import { isDiskFull } from '../problems.ts'
import type { Target } from '../target.ts'

const FILE_MODE = 0o644
const PROGRAM_MODE = 0o755

export type Entry = {
  readonly path: string
  readonly executable: boolean
  /** What the archive says; one byte more and it is refused. */
  readonly bytes: number
}

/**
 * Writes the content of one entry to a new file. `wx`: nothing is ever written over or through what is there already.
 * Returns the CRC-32 of what was written. Throws ARCHIVE_LYING, ARCHIVE_DISK_FULL, and what `pieces` throws.
 */
export async function writeEntry(
  target: Target,
  entry: Entry,
  pieces: AsyncIterable<Uint8Array>,
  disk: Disk,
): Promise<number> {
  await target.folderOf(entry.path)
  const file = await open(target.place(entry.path), 'wx', entry.executable ? PROGRAM_MODE : FILE_MODE)
  try {
    return await writeAll(file, entry, pieces, disk)
  } catch (error) {
    if (isDiskFull(error)) throw fail('ARCHIVE_DISK_FULL', { found: '0 bytes', cause: error })
    throw error
  } finally {
    await file.close()
  }
}

async function writeAll(
  file: FileHandle,
  entry: Entry,
  pieces: AsyncIterable<Uint8Array>,
  disk: Disk,
): Promise<number> {
  let at = 0
  let sum = 0
  for await (const piece of pieces) {
    if (at + piece.length > entry.bytes) throw lying(entry, `at least ${at + piece.length} bytes`)
    await disk.write(file, [piece], at)
    sum = crc32(piece, sum)
    at += piece.length
  }
  if (at !== entry.bytes) throw lying(entry, `${at} bytes`)
  return sum
}

function lying({ path, bytes }: Entry, found: string) {
  return fail('ARCHIVE_LYING', { path: displayText(path, 300), expected: `${bytes} bytes`, found })
}
