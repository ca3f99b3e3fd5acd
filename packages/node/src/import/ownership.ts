import type { PreviewFile } from '@allmende/files'
import { within } from './folder-paths.ts'
import type { Manifest } from './manifests.ts'
import type { Source } from './source.ts'

/**
 * Which file belongs to which manifest: to the one in the nearest folder above it; of several in one folder, to the one that is
 * named like the folder's, and to each of them the files that it names. Asked for every file of every manifest, so what can be
 * known before is looked up.
 */
export class Ownership {
  readonly #single: boolean
  readonly #folders: ReadonlySet<string>
  readonly #manifests: ReadonlySet<string>
  readonly #nearest = new Map<string, string | null>()
  readonly #parents = new Map<string, Manifest>()

  constructor(source: Source, manifests: readonly Manifest[]) {
    this.#single = source.named !== null
    this.#folders = new Set(manifests.map(({ folder }) => folder))
    this.#manifests = new Set(manifests.map(({ path }) => path))
    for (const manifest of manifests) if (manifest.primary) this.#parents.set(manifest.folder, manifest)
  }

  /** `named`: the files and folders that the manifest names. */
  owns(manifest: Manifest, file: PreviewFile, named: ReadonlySet<string>): boolean {
    if (file.path === manifest.path) return true
    // Of the folder of a single manifest only files that it names come in: nobody said that the rest belongs to it.
    if (this.#single) return named.has(file.path)
    if (this.#nearestAbove(file.path) !== manifest.folder) return false
    if (isNamed(file.path, named)) return true
    return manifest.primary && !this.#manifests.has(file.path)
  }

  /** The manifest whose module a manifest is: the primary one in the nearest folder above its own. */
  parentOf({ folder }: Manifest): Manifest | undefined {
    for (let above = folderAbove(folder); above !== null; above = folderAbove(above)) {
      const parent = this.#parents.get(above)
      if (parent) return parent
    }
    return undefined
  }

  #nearestAbove(path: string): string | null {
    const own = folderAbove(path)
    if (own === null) return null
    const known = this.#nearest.get(own)
    if (known !== undefined) return known
    const found = this.#folders.has(own) ? own : this.#nearestAbove(own)
    this.#nearest.set(own, found)
    return found
  }
}

function isNamed(path: string, named: ReadonlySet<string>): boolean {
  if (named.has(path)) return true
  for (let above = folderAbove(path); above !== null && above !== ''; above = folderAbove(above))
    if (named.has(above)) return true
  return false
}

/** The folder that a file or folder lies in; empty for the top, null for the top itself. */
function folderAbove(path: string): string | null {
  if (path === '') return null
  const at = path.lastIndexOf('/')
  return at === -1 ? '' : path.slice(0, at)
}

/** With one manifest there is one good: everything is its, wherever in the folder the manifest lies. */
export function topOf(files: readonly PreviewFile[], folder: string): string {
  let top: string = folder
  while (top !== '' && files.some(({ path }) => within(top, path) === null)) top = folderAbove(top) ?? ''
  return top
}
