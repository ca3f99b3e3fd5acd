import { collisionKey } from './safe-path.ts'

export type Collision = { code: 'PATH_COLLISION' | 'PATH_FILE_AS_FOLDER'; path: string; other: string }

/** The paths of one good: tells when two of them would be one on some system. */
export class PathSet {
  readonly #files = new Map<string, string>()
  readonly #folders = new Map<string, string>()

  /** Adds a path; says what it clashes with (it is added all the same, so that each later clash is told as well). */
  add(path: string): Collision | null {
    const key = collisionKey(path)
    const found = this.#clash(path, key)
    this.#files.set(key, path)
    for (let at = key.indexOf('/'); at !== -1; at = key.indexOf('/', at + 1)) {
      if (!this.#folders.has(key.slice(0, at))) this.#folders.set(key.slice(0, at), path)
    }
    return found
  }

  /** The file that has the path of a folder, or null. */
  clashOfFolder(path: string): string | null {
    return this.#files.get(collisionKey(path)) ?? null
  }

  #clash(path: string, key: string): Collision | null {
    const twin = this.#files.get(key)
    if (twin !== undefined) return { code: 'PATH_COLLISION', path, other: twin }
    const inside = this.#folders.get(key)
    if (inside !== undefined) return { code: 'PATH_FILE_AS_FOLDER', path, other: inside }
    for (let at = key.indexOf('/'); at !== -1; at = key.indexOf('/', at + 1)) {
      const above = this.#files.get(key.slice(0, at))
      if (above !== undefined) return { code: 'PATH_FILE_AS_FOLDER', path: above, other: path }
    }
    return null
  }
}
