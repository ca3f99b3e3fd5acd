import type { Stats } from 'node:fs'
import { lstat, mkdir, open, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { displayText } from '@allmende/vocabulary'
import { fail } from './errors.ts'
import { errorCode } from './problems.ts'
import { collisionKey } from './safe-path.ts'

const FOLDER_MODE = 0o755

/**
 * The folder that is copied into. Every folder on the way to a file must be a real one: whoever can write into the
 * target (an earlier copy from a stranger, an archive unpacked there) could else lead files to another place by a link.
 */
export class Target {
  readonly root: string
  readonly #made = new Map<string, Promise<string>>()
  readonly #names = new Map<string, Promise<Set<string>>>()

  constructor(root: string) {
    this.root = root
  }

  /** Makes the folder if it isn't there. It may itself be reached by a link: the person named it. */
  static async open(path: string): Promise<Target> {
    try {
      await mkdir(path, { recursive: true, mode: FOLDER_MODE })
      const root = await realpath(path)
      if (!(await lstat(root)).isDirectory()) throw new Error('it is not a folder')
      return new Target(root)
    } catch (error) {
      const code = errorCode(error)
      const reason = code === 'EEXIST' || code === 'ENOTDIR' ? 'it is not a folder' : code
      throw fail('COPY_TARGET', { path: displayText(path), reason, cause: error })
    }
  }

  /** Where a file of the good goes. */
  place(path: string): string {
    return join(this.root, ...path.split('/'))
  }

  /** What is at the place of a file, or null. Throws when a folder on the way is a link or not a folder. */
  async look(path: string): Promise<Stats | null> {
    if (!(await this.checkWay(path))) return null
    const at = path.lastIndexOf('/')
    const names = await this.#namesIn(path.slice(0, Math.max(at, 0)))
    return names.has(collisionKey(path.slice(at + 1))) ? lookAt(this.place(path)) : null
  }

  /** Whether all folders on the way to a file are there. Throws when one is a link or not a folder. */
  async checkWay(path: string): Promise<boolean> {
    for (const folder of foldersOf(path)) {
      const found = await lookAt(this.place(folder))
      if (!found) return false
      refuseDetour(folder, found)
    }
    return true
  }

  /** Makes the folders on the way to a file, and looks at each once. Returns the last of them. */
  async folderOf(path: string): Promise<string> {
    let folder = this.root
    for (const relative of foldersOf(path)) {
      const making = this.#made.get(relative) ?? this.#make(relative)
      this.#made.set(relative, making)
      folder = await making
    }
    return folder
  }

  /** Puts names on disk as well: without it a power cut could take back a file that was reported. */
  async sync(): Promise<void> {
    for (const folder of [this.root, ...(await Promise.all(this.#made.values()))]) await syncFolder(folder)
  }

  /** Listed once a folder: asking for each of thousands of files that aren't there costs more than writing them. */
  #namesIn(folder: string): Promise<Set<string>> {
    const known = this.#names.get(folder)
    if (known) return known
    const listing = readdir(this.place(folder)).then((names) => new Set(names.map(collisionKey)))
    this.#names.set(folder, listing)
    return listing
  }

  async #make(relative: string): Promise<string> {
    const folder = this.place(relative)
    try {
      await mkdir(folder, { mode: FOLDER_MODE })
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
      const found = await lookAt(folder)
      if (found) refuseDetour(relative, found)
    }
    return folder
  }
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
}

function refuseDetour(folder: string, found: Stats): void {
  if (found.isSymbolicLink()) throw fail('COPY_LINK_IN_TARGET', { path: displayText(folder) })
  if (!found.isDirectory()) throw fail('COPY_IN_THE_WAY', { path: displayText(folder), found: 'a file' })
}

async function lookAt(path: string): Promise<Stats | null> {
  try {
    return await lstat(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    // Windows and some network disks can't; there is nothing else to be done on them.
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES', 'ENOTSUP'].includes(errorCode(error))) throw error
  }
}
