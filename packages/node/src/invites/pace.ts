import type { Clock } from '@allmende/vocabulary'

/** So many at once, and so many a second after that: for what costs this computer something whoever asks. */
export class Pace {
  readonly #clock: Clock
  readonly #burst: number
  readonly #perSecond: number
  #left: number
  #at: number

  constructor(clock: Clock, burst: number, perSecond: number) {
    this.#clock = clock
    this.#burst = burst
    this.#perSecond = perSecond
    this.#left = burst
    this.#at = clock.now()
  }

  /** False when it has to wait. A clock that is set back gives nothing. */
  take(): boolean {
    const now = this.#clock.now()
    const passed = Math.max(0, now - this.#at) / 1_000
    this.#left = Math.min(this.#burst, this.#left + passed * this.#perSecond)
    this.#at = now
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}
