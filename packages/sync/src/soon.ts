/** Calls in a short time become one, after it. Doesn't keep the process alive. */
export class Soon {
  readonly #delayMs: number
  readonly #work: () => void
  #timer: NodeJS.Timeout | null = null

  constructor(delayMs: number, work: () => void) {
    this.#delayMs = delayMs
    this.#work = work
  }

  call(): void {
    if (this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#work()
    }, this.#delayMs)
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }
}
