import { join } from 'node:path'
import { readIfThere, writeDurably } from './durable-file.ts'

/** WARNING: stored. */
const FILE = 'retired.json'

/** Why the device of this folder writes no more; null when it does. A damaged file means no more writing, too. */
export async function readRetired(folder: string): Promise<string | null> {
  const bytes = await readIfThere(join(folder, FILE))
  if (bytes === null) return null
  try {
    return String((JSON.parse(bytes.toString('utf8')) as { reason?: unknown }).reason)
  } catch {
    return 'it was retired'
  }
}

export async function writeRetired(folder: string, reason: string): Promise<void> {
  await writeDurably(join(folder, FILE), `${JSON.stringify({ version: 1, reason }, null, 2)}\n`)
}
