import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The megabytes (10^6 bytes) of all files in a folder. */
export function megabytes(folder: string): number {
  let bytes = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += lstatSync(join(entry.parentPath, entry.name)).size
  return bytes / 1e6
}

/** The megabytes that a row of the README's section "Size" says. Throws where there is no such row. */
export function saidInReadme(row: string): number {
  const section =
    /^## Size$([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(readFileSync('README.md', 'utf8'))?.[1] ?? ''
  const line = section.split('\n').find((text) => text.startsWith(`| ${row} |`))
  const said = /\| (\d+(?:\.\d+)?) MB \|/.exec(line ?? '')?.[1]
  if (said === undefined) throw new Error(`README.md has no row "${row}" with MB in its section "Size"`)
  return Number(said)
}
