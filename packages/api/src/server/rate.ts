/** A bucket of tokens: so many at once, then so many a second. */
export class Rate {
  readonly #burst: number
  readonly #perSecond: number
  #tokens: number
  #at: number

  constructor(burst: number, perSecond: number, now: number) {
    this.#burst = this.#tokens = burst
    this.#perSecond = perSecond
    this.#at = now
  }

  take(now: number): boolean {
    const gained = (Math.max(0, now - this.#at) / 1_000) * this.#perSecond
    this.#tokens = Math.min(this.#burst, this.#tokens + gained)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  /** As good as new: nothing has to be remembered. */
  full(now: number): boolean {
    return this.#tokens + ((now - this.#at) / 1_000) * this.#perSecond >= this.#burst
  }
}
