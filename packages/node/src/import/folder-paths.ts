import { posix } from 'node:path'
import { pathOf } from '@allmende/interop'
import type { FileAndRole } from '@allmende/vocabulary'

/** The paths of a source: which there are, and which an address means. */
export class FolderPaths {
  readonly #files: ReadonlySet<string>
  readonly #folders = new Set<string>()
  /** An archive mostly holds one folder with everything; addresses of a repository are seen from there. */
  readonly #top: string

  constructor(files: readonly { path: string }[]) {
    this.#files = new Set(files.map(({ path }) => path))
    for (const path of this.#files) {
      for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
        this.#folders.add(path.slice(0, at))
    }
    const tops = new Set(
      [...this.#files].map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')),
    )
    this.#top = tops.size === 1 ? ([...tops][0] ?? '') : ''
  }

  hasFile(path: string): boolean {
    return this.#files.has(path)
  }

  /** The file or folder that a manifest in the folder `base` means, or null for what isn't there or lies elsewhere on the web. */
  meant(at: string, base: string, roles: readonly FileAndRole[]): string | null {
    const path = pathOf(at, roles)
    if (path === undefined) return null
    const ways = [posix.join(base, path), posix.join(this.#top, path), posix.join('.', path)]
    const tried = [...ways, ...ways.map(decoded)].map((way) => way.replace(/\/$/, ''))
    return tried.find((way) => this.#files.has(way) || this.#folders.has(way)) ?? null
  }
}

/** Whether an address names a file beside the manifest, and not one on the web. */
export function isLocal(at: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(at)
}

/** A path seen from a folder; null for what isn't within. */
export function within(base: string, path: string): string | null {
  if (base === '') return path
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : null
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
