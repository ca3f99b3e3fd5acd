import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package. */
const home = fileURLToPath(new URL('..', import.meta.url))

/** Everything that a built page is made from: its own sources, the client, and the versions of what others wrote. */
const SOURCES = ['src/{app,editor,model}/**/*', 'building/*', 'package.json', '../api/src/client/*']

/**
 * A hash over the sources of the pages. By what is in the files and not by their times: a checkout changes all times,
 * and an editor that writes the same again changes nothing.
 */
export async function hashOfSources(): Promise<string> {
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: home, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  const contents = await Promise.all(files.map((file) => readFile(file)))
  const hash = createHash('sha256')
  for (const [index, file] of files.entries()) {
    const content = contents[index] ?? new Uint8Array()
    hash.update(`${file.slice(home.length)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}
