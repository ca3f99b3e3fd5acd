/** A bucket of tokens: `burst` at once, `perSecond` in the long run. Pure but for its two numbers. */
export class Rate {
  readonly #burst: number
  readonly #perSecond: number
  #tokens: number
  #at: number

  constructor(burst: number, perSecond: number, now: number) {
    this.#burst = burst
    this.#perSecond = perSecond
    this.#tokens = burst
    this.#at = now
  }

  /** Takes `cost` tokens; false when there aren't as many. A clock set back gives nothing and takes nothing. */
  take(now: number, cost = 1): boolean {
    const passed = Math.max(0, now - this.#at) / 1000
    this.#at = now
    this.#tokens = Math.min(this.#burst, this.#tokens + passed * this.#perSecond)
    if (this.#tokens < cost) return false
    this.#tokens -= cost
    return true
  }
}
