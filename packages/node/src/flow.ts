import { leastBytes } from '@allmende/sync'

/** In a shorter time the pieces that a line brings don't tell how fast it is. */
const LOOK_MS = 1_000
/** After a longer one with too little, what comes then is measured by itself. */
const ANEW_MS = 5_000

/** Whether lines bring anything worth waiting for. A block of a file, 256 KiB, is two minutes on its way at 2 kB a second, and nothing else tells. */
export class Flow {
  #bytes: number
  #at: number
  #flowedAt: number | null = null
  /** Bytes a second, when it was last measured. */
  rate = 0

  constructor(bytes: number, now: number) {
    this.#bytes = bytes
    this.#at = now
  }

  /**
   * Takes note of what all of them have brought by now. Asked several times a second.
   * @returns milliseconds since they last brought as much as a slow line does; null if they never did
   */
  since(bytes: number, now: number): number | null {
    const [came, ms] = [bytes - this.#bytes, now - this.#at]
    // Less than before: one of them has gone.
    if (came < 0) this.#begin(bytes, now)
    else if (ms >= LOOK_MS && came >= leastBytes(ms)) {
      this.rate = (came * 1_000) / ms
      this.#flowedAt = now
      this.#begin(bytes, now)
    } else if (ms >= ANEW_MS) this.#begin(bytes, now)
    return this.#flowedAt === null ? null : now - this.#flowedAt
  }

  #begin(bytes: number, now: number): void {
    this.#bytes = bytes
    this.#at = now
  }
}
