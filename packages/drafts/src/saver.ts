import type { CoreKey } from '@allmende/vocabulary'
import type { EditsLogs } from './contract.ts'
import { fail } from './errors.ts'

export type Unsaved = {
  /** Whose it is. */
  owner: object
  /** The core its session was derived for. */
  core: CoreKey
  entry: Uint8Array
  saved: () => void
}

/** Writes edits of all drafts of a commons to the own log: what came while one append was under way goes in the next. */
export class Saver {
  readonly #logs: EditsLogs
  readonly #onFailure: (error: Error) => void
  #queue: Unsaved[] = []
  #waiting: { target: number; resolve: () => void; reject: (error: Error) => void }[] = []
  #added = 0
  #saved = 0
  #running = false

  constructor(logs: EditsLogs, onFailure: (error: Error) => void) {
    this.#logs = logs
    this.#onFailure = onFailure
  }

  add(unsaved: Unsaved): void {
    this.#queue.push(unsaved)
    this.#added++
    this.#start()
  }

  /** Takes back what was not written, for one draft's new session. */
  remove(predicate: (unsaved: Unsaved) => boolean): Unsaved[] {
    const removed = this.#queue.filter(predicate)
    this.#queue = this.#queue.filter((unsaved) => !predicate(unsaved))
    this.#added -= removed.length
    return removed
  }

  /** Resolves when everything added before is durable. Tries again what failed; rejects with `DRAFT_NOT_SAVED`. */
  flush(): Promise<void> {
    if (this.#saved >= this.#added) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ target: this.#added, resolve, reject })
      this.#start()
    })
  }

  #start(): void {
    if (this.#running) return
    this.#running = true
    void this.#run().finally(() => (this.#running = false))
  }

  async #run(): Promise<void> {
    try {
      while (this.#queue.length > 0) await this.#appendNext()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const failure = fail('DRAFT_NOT_SAVED', { reason, cause: error })
      const waiting = this.#waiting
      this.#waiting = []
      for (const { reject } of waiting) reject(failure)
      this.#onFailure(failure)
    }
  }

  async #appendNext(): Promise<void> {
    const { core } = this.#queue[0]!
    const other = this.#queue.findIndex((unsaved) => unsaved.core !== core)
    const part = other < 0 ? [...this.#queue] : this.#queue.slice(0, other)
    const kept = await this.#logs.appendEdits(
      part.map(({ entry }) => entry),
      core,
    )
    this.#saw(typeof kept === 'number' ? part.slice(0, kept) : part)
    if (typeof kept === 'number' && kept < part.length) throw fail('DRAFT_LOG_MOVED')
  }

  #saw(part: readonly Unsaved[]): void {
    const done = new Set(part)
    this.#queue = this.#queue.filter((unsaved) => !done.has(unsaved))
    this.#saved += part.length
    for (const { saved } of part) saved()
    const ready = this.#waiting.filter(({ target }) => target <= this.#saved)
    this.#waiting = this.#waiting.filter(({ target }) => target > this.#saved)
    for (const { resolve } of ready) resolve()
  }
}
