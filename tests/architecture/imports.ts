import { globSync, readFileSync } from 'node:fs'

export type Import = { readonly file: string; readonly line: number; readonly name: string }

const IMPORT = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g

/** Every module name that a package's source names, with where. Comments count too: a name there is as misleading. */
export function importsOf(folder: string): Import[] {
  return globSync(`${folder}/src/**/*.ts`).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((text, index) =>
        [...text.matchAll(IMPORT)].map((match) => ({ file, line: index + 1, name: match[1] ?? '' })),
      ),
  )
}

/** The folder of a room of the house, seen from the repository's root. */
export function folderOf(room: string): string {
  return room === 'cli' || room === 'bootstrap' ? room : `packages/${room}`
}
