import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The system counts blocks of so many bytes, whatever the disk's own are. */
const BLOCK = 512

/** What a folder takes on the disk. Files that go meanwhile (a database tidies up all the time) count nothing. */
export async function diskBytes(folder: string): Promise<number> {
  let total = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null)
    total += (found?.blocks ?? 0) * BLOCK
  }
  return total
}
