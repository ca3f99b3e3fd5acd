import type { JudgeState } from '../judge.ts'
import type { Body, SavedBody } from './body.ts'
import type { Ledger } from './ledger.ts'
import type { Positions } from './protocol.ts'
import { appendIncrement, type Increment, readSnapshot, writeWhole } from './snapshot.ts'

/** A file of increments is written anew when they outgrow the whole, but not below this. */
const SMALLEST_REWRITE = 256 * 1024
/** Nor below this while Automerge would have to catch up first, and edits to wait. Opening so much takes 50 ms. */
const SMALLEST_REWRITE_BEHIND = 2 * 1024 * 1024

/** Where the snapshots of one draft lie: a whole, and what came since behind it. */
export class SnapshotFile {
  readonly #file: string
  #wholeBytes = 0
  #incrementBytes = 0

  constructor(file: string) {
    this.#file = file
  }

  /** Takes up the whole and returns what came since; null when there is none that can be used. */
  restore(body: Body, ledger: Ledger): { positions: Positions; increments: Increment[] } | null {
    const snapshot = readSnapshot(this.#file)
    if (snapshot === null) return null
    const { judge, body: saved, positions } = snapshot.whole
    try {
      body.load(saved)
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error
      return null
    }
    ledger.restore(judge)
    // A torn file is written anew before anything is added to it.
    this.#wholeBytes = snapshot.torn ? 0 : snapshot.wholeBytes
    return { positions, increments: snapshot.increments }
  }

  get hasWhole(): boolean {
    return this.#wholeBytes > 0
  }

  /** Whether a whole is due. `isBehind`: Automerge has much to catch up with. */
  wantsWhole(isBehind: boolean): boolean {
    const smallest = isBehind ? SMALLEST_REWRITE_BEHIND : SMALLEST_REWRITE
    return this.#wholeBytes === 0 || this.#incrementBytes > Math.max(this.#wholeBytes, smallest)
  }

  write(judge: JudgeState, body: SavedBody, positions: Positions): void {
    this.#wholeBytes = writeWhole(this.#file, { judge, body, positions })
    this.#incrementBytes = 0
  }

  append(increment: Increment): void {
    this.#incrementBytes += appendIncrement(this.#file, increment)
  }
}
