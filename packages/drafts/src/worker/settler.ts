/** When Automerge follows what is shown already. */
export type SettlePace = {
  /** Nobody wrote for so many milliseconds: Automerge may have the thread. */
  quietMs: number
  /** Changes that are given to Automerge in one call; an edit that comes meanwhile waits for it. */
  part: number
  /** So many are not let wait longer for a pause, since they take memory: a part of them then goes at once. */
  mostUnsettled: number
}

/** A part takes 30 ms in 20,000 characters, 100 in 200,000. */
export const SETTLE: SettlePace = { quietMs: 3_000, part: 1_000, mostUnsettled: 20_000 }

/**
 * Lets Automerge follow what is shown already while nobody writes. Nobody waits for it, but an edit that comes meanwhile
 * does: with five who write at once it was one edit in a hundred, when Automerge followed every few seconds.
 */
export class Settler {
  readonly #unsettled: () => number
  readonly #settle: (most: number) => void
  readonly #pace: SettlePace
  #timer: NodeJS.Timeout | null = null

  /** `settle` gives Automerge so many of the changes that wait, the oldest. */
  constructor(unsettled: () => number, settle: (most: number) => void, pace: SettlePace = SETTLE) {
    this.#unsettled = unsettled
    this.#settle = settle
    this.#pace = pace
  }

  /** Something was shown. */
  wake(): void {
    this.stop()
    if (this.#unsettled() >= this.#pace.mostUnsettled) this.#settle(this.#pace.part)
    this.#later(this.#pace.quietMs)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #later(ms: number): void {
    if (this.#unsettled() === 0) return
    // Between two parts the messages are seen to; one that shows something makes this wait for the next pause.
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#settle(this.#pace.part)
      this.#later(0)
    }, ms)
  }
}
