import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What we need of tape's `t`. */
export type Teardown = { teardown(callback: () => void | Promise<void>): void }

/** Makes an empty folder that is removed at the end of the test. Returns its absolute path. */
export function temporaryFolder(t: Teardown): string {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-'))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  // tape runs teardowns first come, first served, and the folder comes first: what was opened in it later would
  // still be open. Registering once more puts the removal behind everything registered until now.
  t.teardown(() => t.teardown(remove))
  return folder
}
