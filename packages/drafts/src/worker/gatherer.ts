/** How often something that takes time is done. */
export type Pace = {
  /** It is done again no sooner than this many times its last duration after its end. */
  rest: number
  /** But no later than so many milliseconds. */
  longestRest: number
}

/** Showing what others wrote: at once, but so that half the time stays for the edits made here. */
export const SHOW: Pace = { rest: 1, longestRest: 500 }

/** Calls `work` some time after `wake`, once for all that came meanwhile. */
export class Gatherer {
  readonly #pace: Pace
  readonly #work: () => void
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null
  #restUntil = 0

  constructor(pace: Pace, work: () => void) {
    this.#pace = pace
    this.#work = work
  }

  wake(): void {
    if (this.#timer !== null) return
    const wait = this.#restUntil - performance.now()
    // An immediate runs after the messages that lie here already: they are part of the same call.
    this.#timer = wait > 0 ? setTimeout(() => this.#run(), wait) : setImmediate(() => this.#run())
  }

  stop(): void {
    if (this.#timer === null) return
    clearTimeout(this.#timer as NodeJS.Timeout)
    clearImmediate(this.#timer as NodeJS.Immediate)
    this.#timer = null
  }

  #run(): void {
    this.#timer = null
    const start = performance.now()
    this.#work()
    const end = performance.now()
    this.#restUntil = end + Math.min(this.#pace.longestRest, (end - start) * this.#pace.rest)
  }
}
