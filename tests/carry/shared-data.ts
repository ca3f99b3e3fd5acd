import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Real data of other people beside the repository, and why a test that wants it is skipped where it isn't there. */
export function sharedData(path: string): { path: string; skip: string | false } {
  const found = fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url))
  return { path: found, skip: existsSync(found) ? false : `../shared/data/${path} is not there` }
}
