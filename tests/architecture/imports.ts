import { globSync, readFileSync } from 'node:fs'

export type Import = { readonly file: string; readonly line: number; readonly name: string }

/** `import … from '…'`, `export … from '…'`, `import '…'`, `import('…')`; not the same words within a text. */
const IMPORT = /^(?:import|export)\b[^'"`;]*?\bfrom '([^'\s]+)'|^import '([^'\s]+)'|\bimport\('([^'\s]+)'\)/gm

/** What is built for browsers: the folders in the sources of `web`. */
export const PAGES = 'packages/web/src/*/**/*.{ts,tsx}'

/** Every module that a package's source imports, with where. What is built for browsers is looked at apart: it never runs here. */
export function importsOf(folder: string): Import[] {
  const pages = new Set(globSync(PAGES))
  return importsIn(globSync(`${folder}/src/**/*.ts`).filter((file) => !pages.has(file)))
}

/** Every module that these files import, with where. */
export function importsIn(files: readonly string[]): Import[] {
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return [...text.matchAll(IMPORT)].map((match) => ({
      file,
      line: text.slice(0, match.index).split('\n').length,
      name: match[1] ?? match[2] ?? match[3] ?? '',
    }))
  })
}

/** The folder of a room of the house, seen from the repository's root. */
export function folderOf(room: string): string {
  return room === 'cli' || room === 'bootstrap' ? room : `packages/${room}`
}
