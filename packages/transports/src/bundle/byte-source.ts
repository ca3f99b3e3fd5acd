import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { fail, inWords } from '../errors.ts'

const READ_BYTES = 1024 * 1024

export type Watching = { signal?: AbortSignal; onProgress?: (done: number, total: number) => void }

/** The bytes of a file from its beginning, with a running hash over what was taken. */
export class ByteSource {
  readonly size: number
  readonly #file: string
  readonly #handle: FileHandle
  readonly #watching: Watching
  readonly #hash = createHash('sha256')
  #buffer = Buffer.alloc(0)
  #at = 0
  #taken = 0

  constructor(file: string, handle: FileHandle, size: number, watching: Watching) {
    this.#file = file
    this.#handle = handle
    this.size = size
    this.#watching = watching
  }

  get left(): number {
    return this.size - this.#taken
  }

  /** The next bytes; a view that holds until the next call. Throws BUNDLE_CUT where there are fewer. */
  async take(count: number): Promise<Buffer> {
    if (this.#buffer.length - this.#at < count) await this.#read(count)
    const bytes = this.#buffer.subarray(this.#at, this.#at + count)
    this.#at += count
    this.#taken += count
    this.#hash.update(bytes)
    return bytes
  }

  /** The hash over everything taken so far. */
  digest(): Buffer {
    return this.#hash.copy().digest()
  }

  async #read(count: number): Promise<void> {
    this.#watching.signal?.throwIfAborted()
    this.#watching.onProgress?.(this.#taken, this.size)
    const rest = this.#buffer.subarray(this.#at)
    const next = Buffer.allocUnsafe(rest.length + Math.max(READ_BYTES, count))
    next.set(rest, 0)
    let filled = rest.length
    while (filled < count) {
      const { bytesRead } = await this.#handle
        .read(next, filled, next.length - filled, null)
        // The stick was pulled out, or has a bad spot.
        .catch((error: unknown) => {
          throw fail('BUNDLE_READ', { file: this.#file, found: inWords(error), cause: error })
        })
      if (bytesRead === 0) throw fail('BUNDLE_CUT', { file: this.#file })
      filled += bytesRead
    }
    this.#buffer = next.subarray(0, filled)
    this.#at = 0
  }
}
