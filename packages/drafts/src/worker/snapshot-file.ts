import type { JudgeState } from '../judge.ts'
import type { Body } from './body.ts'
import type { Ledger } from './ledger.ts'
import type { Positions } from './protocol.ts'
import { appendIncrement, type Increment, readSnapshot, writeWhole } from './snapshot.ts'

/** A file of increments is written anew when they outgrow the whole, but not below this. */
const SMALLEST_REWRITE = 256 * 1024
/** Nor below this while people write: Automerge has to catch up first, and their edits wait. Opening so much takes 50 ms. */
const SMALLEST_REWRITE_MEANWHILE = 2 * 1024 * 1024

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
    const { judge, saved, positions } = snapshot.whole
    try {
      body.load(saved)
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error
      return null
    }
    ledger.restore(judge)
    // A torn file is written anew before anything is added to it.
    this.#wholeBytes = snapshot.torn ? 0 : saved.length
    return { positions, increments: snapshot.increments }
  }

  wantsWhole(whileWriting: boolean): boolean {
    const smallest = whileWriting ? SMALLEST_REWRITE_MEANWHILE : SMALLEST_REWRITE
    return this.#wholeBytes === 0 || this.#incrementBytes > Math.max(this.#wholeBytes, smallest)
  }

  write(judge: JudgeState, saved: Uint8Array, positions: Positions): void {
    this.#wholeBytes = writeWhole(this.#file, { judge, saved, positions })
    this.#incrementBytes = 0
  }

  append(increment: Increment): void {
    this.#incrementBytes += appendIncrement(this.#file, increment)
  }
}
