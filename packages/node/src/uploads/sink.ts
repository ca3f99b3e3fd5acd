import { type FileHandle, open } from 'node:fs/promises'
import type { UploadFile } from '../contract-uploads.ts'
import { SYNCED_AT_ONCE } from './limits.ts'

/**
 * Writes bytes that are counted over all files to where they belong. `flush` brings to the disk what was written; `at` is
 * then how far it has come.
 */
export class Sink {
  readonly #files: readonly UploadFile[]
  readonly #pathOf: (path: string) => string
  /** Of the file that is written, in the order of all. */
  #index = 0
  /** Where that file begins. */
  #begin = 0
  #open: FileHandle | null = null
  #written: FileHandle[] = []
  at: number

  constructor(files: readonly UploadFile[], at: number, pathOf: (path: string) => string) {
    this.#files = files
    this.#pathOf = pathOf
    this.at = at
    this.#skip()
  }

  /** Gives what is left over when all files are full. */
  async write(bytes: Uint8Array): Promise<Uint8Array> {
    let rest = bytes
    while (rest.length > 0) {
      this.#skip()
      const file = this.#files[this.#index]
      if (!file) break
      this.#open ??= await open(this.#pathOf(file.path), 'r+')
      const part = rest.subarray(0, this.#begin + file.bytes - this.at)
      const { bytesWritten } = await this.#open.write(part, 0, part.length, this.at - this.#begin)
      this.at += bytesWritten
      rest = rest.subarray(bytesWritten)
      if (this.at === this.#begin + file.bytes) await this.#full()
    }
    return rest
  }

  async flush(): Promise<void> {
    if (this.#open) this.#written.push(this.#open)
    this.#open = null
    const written = this.#written
    this.#written = []
    const synced = await Promise.allSettled(written.map((file) => file.datasync()))
    await Promise.all(written.map((file) => file.close()))
    for (const one of synced) if (one.status === 'rejected') throw one.reason
  }

  async #full(): Promise<void> {
    if (this.#open) this.#written.push(this.#open)
    this.#open = null
    if (this.#written.length >= SYNCED_AT_ONCE) await this.flush()
  }

  /** On to the file that the next byte belongs to. */
  #skip(): void {
    for (;;) {
      const file = this.#files[this.#index]
      if (!file || this.at < this.#begin + file.bytes) return
      this.#begin += file.bytes
      this.#index++
    }
  }
}
