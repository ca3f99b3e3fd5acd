import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundlePrograms } from '../../../scripts/packing/programs.ts'

/**
 * The editor of the live bench with the program in it, packed as users have it: to load a thousand modules from sources
 * takes a processor for a second, five times over, and that would be measured. To be called in the root.
 */
export async function builtEditor(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'allmende-built-'))
  const platform = `${process.platform}-${process.arch}`
  await bundlePrograms(folder, [platform], { 'allmende-editor': 'tests/bench/live/allmende-editor.ts' })
  return join(folder, 'allmende-editor.js')
}
