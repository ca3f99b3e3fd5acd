import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tape'

/** Real data of other people, beside the repository. Null, and a skip that says so, where it isn't there. */
export function sharedData(t: Test, folder: string): string | null {
  const path = fileURLToPath(new URL(`../../../../shared/data/${folder}`, import.meta.url))
  if (existsSync(path)) return path
  t.skip(`../shared/data/${folder} is not there`)
  return null
}
