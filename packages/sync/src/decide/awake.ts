/** What `AwakeClock` goes by: milliseconds that only grow. */
type Steady = { now(): number }

/**
 * Counts the time in which this process turned. When the machine stood still, or a loop was blocked, the first thing that runs is a
 * timer, before what peers sent meanwhile is read: by the steady clock all of them would have been silent for that long.
 * `turn` is called regularly; of the time between two calls, at most `most` milliseconds count.
 */
export class AwakeClock {
  readonly #steady: Steady
  readonly #most: number
  #turnedAt: number | null = null
  #lost = 0

  constructor(steady: Steady, most: number) {
    this.#steady = steady
    this.#most = most
  }

  /** Before the first turn nothing is counted off. */
  now(): number {
    const now = this.#steady.now()
    return now - this.#lost - this.#late(now)
  }

  turn(): void {
    const now = this.#steady.now()
    this.#lost += this.#late(now)
    this.#turnedAt = now
  }

  #late(now: number): number {
    return this.#turnedAt === null ? 0 : Math.max(0, now - this.#turnedAt - this.#most)
  }
}
