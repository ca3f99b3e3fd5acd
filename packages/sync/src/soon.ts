/** Of the time, the part that the work may take: what costs more is done more rarely. */
const PART = 1 / 20

/** Calls in a short time become one, after it. Doesn't keep the process alive. */
export class Soon {
  readonly #delayMs: number
  readonly #work: () => void
  #timer: NodeJS.Timeout | null = null
  #tookMs = 0
  #stopped = false

  constructor(delayMs: number, work: () => void) {
    this.#delayMs = delayMs
    this.#work = work
  }

  call(): void {
    if (this.#timer || this.#stopped) return
    const work = () => {
      this.#timer = null
      const began = performance.now()
      this.#work()
      this.#tookMs = performance.now() - began
    }
    this.#timer = setTimeout(work, Math.max(this.#delayMs, this.#tookMs / PART))
    this.#timer.unref()
  }

  /** For good: what ends says so itself, and that must not call once more. */
  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }
}
