import { fail } from '../errors.ts'
import { MAX_TAR_EXTENSION_BYTES, TAR_BLOCK } from './limits.ts'
import { isExtension, isFolder, isZero, sizeIn } from './tar-header.ts'

/**
 * A second, much simpler reader that every byte of a tar passes on its way to the library: it follows headers only. What
 * two readers take differently is how files are smuggled past the one that looks: a size in an extension header that
 * differs from the one in the header, entries behind the end, an archive without an end.
 */
export class TarGate {
  /** What each header said, by the place where its content begins. */
  readonly #sizes = new Map<number, number>()
  readonly #header = Buffer.alloc(TAR_BLOCK)
  #filled = 0
  #at = 0
  #skip = 0
  #ended = false

  /** Passes everything on. Throws ARCHIVE_TRAILING and ARCHIVE_DAMAGED. */
  async *guard(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.#follow(piece)
      yield piece
    }
    if (!this.#ended) throw fail('ARCHIVE_DAMAGED', { reason: 'it is cut off: its end mark is missing' })
  }

  /** The size that the header before this place stated; asked once for each. */
  sizeAt(place: number): number | undefined {
    const size = this.#sizes.get(place)
    this.#sizes.delete(place)
    return size
  }

  #follow(piece: Uint8Array): void {
    let from = 0
    while (from < piece.length) {
      const wanted = this.#skip > 0 ? this.#skip : TAR_BLOCK - this.#filled
      const taken = Math.min(wanted, piece.length - from)
      if (this.#skip > 0) this.#skip -= taken
      else {
        this.#header.set(piece.subarray(from, from + taken), this.#filled)
        this.#filled += taken
      }
      from += taken
      this.#at += taken
      if (this.#filled === TAR_BLOCK) this.#judge()
    }
  }

  #judge(): void {
    this.#filled = 0
    if (isZero(this.#header)) {
      this.#ended = true
      return
    }
    if (this.#ended) throw fail('ARCHIVE_TRAILING')
    const size = sizeIn(this.#header)
    if (size === null) throw fail('ARCHIVE_DAMAGED', { reason: 'a header has a size that can’t be read' })
    if (isExtension(this.#header) && size > MAX_TAR_EXTENSION_BYTES)
      throw fail('ARCHIVE_DAMAGED', { reason: `a header says ${size} bytes about one entry` })
    this.#sizes.set(this.#at, size)
    this.#skip = isFolder(this.#header) ? 0 : Math.ceil(size / TAR_BLOCK) * TAR_BLOCK
  }
}
