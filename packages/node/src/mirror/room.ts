import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'

/** Left free on the disk, whatever the quota says: a full disk stops everything else on the computer too. */
const KEPT_FREE = 512 * 1024 * 1024

/** The bytes of all files in a folder. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  let total = 0
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null)
    // The database allocates ahead: what counts is what the disk has given.
    total += found ? Math.min(found.size, found.blocks * 512) : 0
  }
  return total
}

export async function isDiskFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize < KEPT_FREE
}
