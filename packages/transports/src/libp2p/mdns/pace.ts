import type { Random, Timers } from '../../contract.ts'
import type { Limits } from '../../limits.ts'

type PaceOptions = { limits: Limits; timers: Timers; random: Random; answer: () => void }

/** How fast one interface is listened to and answered: whatever the neighbours send, neither costs more than this. */
export class Pace {
  readonly #options: PaceOptions
  #answered = -Infinity
  #pending: unknown = null
  #heard = 0
  #second = 0

  constructor(options: PaceOptions) {
    this.#options = options
  }

  /** Within 20–120 ms, spread because all are asked at once; and once a second, which does for all who ask (RFC 6762, 6). */
  answerSoon(): void {
    if (this.#pending !== null) return
    const { limits, timers, random, answer } = this.#options
    const [byte = 0] = random.bytes(1)
    const wait = Math.max(20 + (100 * byte) / 256, this.#answered + limits.lanAnswerMs - performance.now())
    this.#pending = timers.setTimeout(() => {
      this.#pending = null
      this.#answered = performance.now()
      answer()
    }, wait)
  }

  /** False: this second has brought enough packets; what is dropped is asked for again. */
  mayHear(): boolean {
    const second = Math.floor(performance.now() / 1_000)
    if (second !== this.#second) [this.#second, this.#heard] = [second, 0]
    return ++this.#heard <= this.#options.limits.lanPackets
  }

  stop(): void {
    this.#options.timers.clearTimeout(this.#pending)
    this.#pending = null
  }
}
