import { open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from './durable-file.ts'

/** WARNING: stored. */
const FILE = 'reserve'

/** RocksDB writes a table, a manifest and a log when it opens after a failed write; 16 MiB is several times that. */
export const RESERVE_BYTES = 16 * 1024 * 1024

/**
 * Space kept back so that a full disk can be left again: freed when a write has failed, so that the database can
 * come up, and taken again before anything new is written.
 */
export class Reserve {
  readonly #path: string
  readonly #bytes: number

  constructor(folder: string, bytes: number) {
    this.#path = join(folder, FILE)
    this.#bytes = bytes
  }

  /** Whether the reserve is there, made now if need be. False on a full disk. */
  async take(): Promise<boolean> {
    if ((await stat(this.#path).catch(() => null))?.size === this.#bytes) return true
    try {
      await this.#write()
      return true
    } catch {
      await this.free()
      return false
    }
  }

  async free(): Promise<void> {
    await rm(this.#path, { force: true })
  }

  async #write(): Promise<void> {
    const file = await open(this.#path, 'w', 0o600)
    try {
      // Zeroes that are really written: a file made longer without content takes no space.
      await file.writeFile(Buffer.alloc(this.#bytes))
      await file.sync()
    } finally {
      await file.close()
    }
    await syncFolder(dirname(this.#path))
  }
}
