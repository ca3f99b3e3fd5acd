/**
 * The next call comes no sooner than this many times the last one's duration after its end: a long document is applied
 * to less often, and its thread stays free for the edits made here.
 */
const REST = 1

/** The longest rest, in milliseconds: beyond it waiting would be felt more than the load. */
const LONGEST_REST_MS = 500

/** Calls `work` soon after `wake`, once for all that came meanwhile. */
export class Gatherer {
  readonly #work: () => void
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null
  #restUntil = 0

  constructor(work: () => void) {
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
    this.#restUntil = end + Math.min(LONGEST_REST_MS, (end - start) * REST)
  }
}
