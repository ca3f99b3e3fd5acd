import type Hypercore from 'hypercore'
import { alone } from './core-lock.ts'
import { APPEND_BYTES, BLOCK_BYTES } from './limits.ts'

/** Where a blob lies in a core; the same numbers as in hyperblobs, which reads such blobs. */
export type Place = { blockOffset: number; blockLength: number; byteOffset: number; bytes: number }

/**
 * Appends blobs to a core. hyperblobs' own writer appends once per blob, which for many small files costs a signature
 * and a database write each; here small blobs share an append, and large ones are cut into several.
 */
export class BlobWriter {
  readonly #core: Hypercore
  readonly #blockBytes: number
  #waiting: { blocks: Uint8Array[]; bytes: number; placed: (place: Place) => void }[] = []
  #waitingBytes = 0
  /** Blocks of this run, for taking back what nothing refers to. */
  readonly #ranges: { start: number; end: number }[] = []

  constructor(core: Hypercore, blockBytes = BLOCK_BYTES) {
    this.#core = core
    this.#blockBytes = blockBytes
  }

  /** Adds a blob that fits into memory; `placed` is called when it was appended. */
  async add(content: Uint8Array, placed: (place: Place) => void): Promise<void> {
    this.#waiting.push({ blocks: this.#cut(content), bytes: content.length, placed })
    this.#waitingBytes += content.length
    if (this.#waitingBytes >= APPEND_BYTES) await this.flush()
  }

  /** Appends all that waits. */
  async flush(): Promise<void> {
    const blobs = this.#waiting
    this.#waiting = []
    this.#waitingBytes = 0
    if (blobs.length > 0) await alone(this.#core, () => this.#append(blobs))
  }

  /**
   * Appends one large blob from pieces, of which at most one waits while another is written. When the pieces fail,
   * what was appended of them is freed.
   */
  async stream(pieces: AsyncIterable<Uint8Array>): Promise<Place> {
    await this.flush()
    return alone(this.#core, async () => {
      const place = this.#here()
      let writing: Promise<void> = Promise.resolve()
      try {
        for await (const piece of pieces) {
          await writing
          writing = this.#appendBlocks(this.#cut(piece))
          // Awaited in the next turn or below; a failure in between must not count as unhandled.
          writing.catch(() => undefined)
          place.bytes += piece.length
        }
        await writing
      } catch (error) {
        await writing.catch(() => undefined)
        await this.#core.clear(place.blockOffset, this.#core.length)
        throw error
      }
      place.blockLength = this.#core.length - place.blockOffset
      return place
    })
  }

  /**
   * Frees the disk of everything this run appended. The positions stay taken: a log is never truncated, since a peer
   * may have seen them.
   */
  async takeBack(): Promise<void> {
    this.#waiting = []
    for (const { start, end } of this.#ranges.splice(0)) await this.#core.clear(start, end)
  }

  async #append(
    blobs: { blocks: Uint8Array[]; bytes: number; placed: (place: Place) => void }[],
  ): Promise<void> {
    let { blockOffset, byteOffset } = this.#here()
    const blocks = blobs.flatMap((blob) => blob.blocks)
    if (blocks.length > 0) await this.#appendBlocks(blocks)
    for (const blob of blobs) {
      blob.placed({ blockOffset, blockLength: blob.blocks.length, byteOffset, bytes: blob.bytes })
      blockOffset += blob.blocks.length
      byteOffset += blob.bytes
    }
  }

  async #appendBlocks(blocks: Uint8Array[]): Promise<void> {
    const start = this.#core.length
    await this.#core.append(blocks)
    this.#ranges.push({ start, end: start + blocks.length })
  }

  #here(): Place {
    return { blockOffset: this.#core.length, blockLength: 0, byteOffset: this.#core.byteLength, bytes: 0 }
  }

  #cut(content: Uint8Array): Uint8Array[] {
    const blocks: Uint8Array[] = []
    for (let at = 0; at < content.length; at += this.#blockBytes) {
      blocks.push(content.subarray(at, at + this.#blockBytes))
    }
    return blocks
  }
}
