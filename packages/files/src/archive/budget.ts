import type { Disk } from '../contract.ts'
import { megabytes } from '../disk.ts'
import { fail } from '../errors.ts'
import type { UnpackLimits } from './contract.ts'
import { NO_BOMB_BYTES, SPARE_DISK_BYTES } from './limits.ts'

/**
 * What an archive may still take of this computer. Counted as it comes out, since what an archive says of its own sizes is
 * only a claim; claims are counted as well where there are any, so that most bombs are refused before the first byte.
 */
export class Budget {
  readonly #limits: UnpackLimits
  readonly #archiveBytes: number
  readonly #room: number
  #entries = 0
  #bytes = 0

  private constructor(limits: UnpackLimits, archiveBytes: number, room: number) {
    this.#limits = limits
    this.#archiveBytes = archiveBytes
    this.#room = room
  }

  static async open(limits: UnpackLimits, archiveBytes: number, folder: string, disk: Disk): Promise<Budget> {
    const free = await disk.free(folder).catch(() => Infinity)
    return new Budget(limits, archiveBytes, free - SPARE_DISK_BYTES)
  }

  /** Throws ARCHIVE_TOO_MANY. */
  entry(): void {
    this.entriesClaimed(++this.#entries)
  }

  entriesClaimed(entries: number): void {
    if (entries <= this.#limits.entries) return
    throw fail('ARCHIVE_TOO_MANY', { expected: this.#limits.entries.toLocaleString('en') })
  }

  /** Throws ARCHIVE_BOMB, ARCHIVE_TOO_LARGE or ARCHIVE_DISK_FULL when so many more bytes are too many. */
  take(bytes: number): void {
    this.#bytes += bytes
    this.bytesClaimed(this.#bytes)
  }

  bytesClaimed(bytes: number): void {
    const { ratio, bytes: most } = this.#limits
    if (bytes > Math.max(NO_BOMB_BYTES, ratio * this.#archiveBytes))
      throw fail('ARCHIVE_BOMB', { expected: String(ratio), found: megabytes(this.#archiveBytes) })
    if (bytes > most) throw fail('ARCHIVE_TOO_LARGE', { expected: megabytes(most) })
    if (bytes > this.#room) throw fail('ARCHIVE_DISK_FULL', { found: megabytes(Math.max(0, this.#room)) })
  }
}
