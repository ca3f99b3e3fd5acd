import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes under way, by path: two at once would rename each other's half-written file. The later call wins. */
const writing = new Map<string, Promise<void>>()

/**
 * Replaces a small file so that after a power cut there is either the old or the new content: written beside,
 * brought to disk, renamed, and the folder brought to disk too (else the rename itself can be lost).
 */
export async function writeDurably(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const before = writing.get(path) ?? Promise.resolve()
  const done = before.catch(() => undefined).then(() => replace(path, content, mode))
  writing.set(path, done)
  try {
    await done
  } finally {
    if (writing.get(path) === done) writing.delete(path)
  }
}

async function replace(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  const beside = `${path}.new`
  const file = await open(beside, 'w', mode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
  await syncFolder(dirname(path))
}

/** Makes a folder only the user can look into, and brings its name to disk. */
export async function makeFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncFolder(dirname(path))
}

export async function syncFolder(path: string): Promise<void> {
  // Windows can't open a folder as a file; NTFS keeps renames in its own journal.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** The content of a file, or null when there is none. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
