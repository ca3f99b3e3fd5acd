import { globSync, readFileSync } from 'node:fs'

export type Import = { readonly file: string; readonly line: number; readonly name: string }

/** `import … from '…'`, `export … from '…'`, `import '…'`, `import('…')`; not the same words within a text. */
const IMPORT = /^(?:import|export)\b[^'"`;]*?\bfrom '([^'\s]+)'|^import '([^'\s]+)'|\bimport\('([^'\s]+)'\)/gm

/** Every module that a package's source imports, with where. */
export function importsOf(folder: string): Import[] {
  return globSync(`${folder}/src/**/*.ts`).flatMap((file) => {
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
