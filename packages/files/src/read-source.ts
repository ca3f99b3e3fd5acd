import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { PreviewFile } from './contract.ts'
import { fail } from './errors.ts'
import { APPEND_BYTES } from './limits.ts'
import { errorCode } from './problems.ts'

/**
 * Reads a file of a person's folder in pieces and hashes it on the way. Throws `SHARE_CHANGED` when the file is not
 * the one it was at the beginning (size, time of change), since the hash would name a mixture that never existed;
 * `SHARE_UNREADABLE` when the system refuses.
 */
export class SourceReader {
  readonly #file: PreviewFile
  readonly #hash = createHash('sha256')
  #bytes = 0

  constructor(file: PreviewFile) {
    this.#file = file
  }

  async *pieces(signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const handle = await this.#open()
    try {
      const before = await handle.stat()
      if (!before.isFile()) throw this.#changed()
      for (;;) {
        signal?.throwIfAborted()
        // A buffer of its own for each piece: the append before may still be reading the last one.
        const piece = await fill(
          handle,
          Buffer.allocUnsafeSlow(Math.min(APPEND_BYTES, before.size - this.#bytes + 1)),
        )
        this.#bytes += piece.length
        this.#hash.update(piece)
        if (this.#bytes > before.size) throw this.#changed()
        if (piece.length > 0) yield piece
        if (this.#bytes === before.size) break
        if (piece.length === 0) throw this.#changed()
      }
      const after = await handle.stat()
      const same =
        after.size === before.size && after.mtimeMs === before.mtimeMs && after.ctimeMs === before.ctimeMs
      if (!same) throw this.#changed()
    } catch (error) {
      throw errorCode(error).startsWith('E') && 'syscall' in Object(error) ? this.#unreadable(error) : error
    } finally {
      await handle.close()
    }
  }

  /** Only after `pieces` came to its end. */
  result(): { bytes: number; hash: Uint8Array } {
    return { bytes: this.#bytes, hash: new Uint8Array(this.#hash.digest()) }
  }

  async #open(): Promise<FileHandle> {
    try {
      // Not through a link that was put here since the preview; not blocking on a pipe that was.
      return await open(this.#file.source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    } catch (error) {
      if (['ELOOP', 'ENOENT', 'ENOTDIR', 'ENXIO'].includes(errorCode(error))) throw this.#changed()
      throw this.#unreadable(error)
    }
  }

  #changed() {
    return fail('SHARE_CHANGED', { path: this.#file.path })
  }

  #unreadable(error: unknown) {
    return fail('SHARE_UNREADABLE', { path: this.#file.path, reason: errorCode(error), cause: error })
  }
}

/** Reads until the buffer is full or the file ends. */
async function fill(handle: FileHandle, buffer: Buffer): Promise<Buffer> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, null)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
