import type { CoreKey, LogKey } from '@allmende/vocabulary'
import type { CarriedLogs, Prefix, Rest } from '@allmende/logs'
import { Turns } from './decide/turns.ts'
import { MAX_IMPORT_BYTES, PARALLEL_IMPORTS } from './limits.ts'
import type { Session } from './session.ts'

/** What was handed over of a core, to be verified and written. */
export type Import = {
  key: CoreKey
  prefix: Prefix | Rest
  bytes: number
  session: Session
  onDone: (outcome: string) => void
}

/** Writes what was handed over, some at once, of each giver in turn; who sends faster than the disk takes is not read. */
export class Imports {
  readonly #logs: CarriedLogs
  readonly #waiting = new Turns<Session, Import>()
  readonly #paused = new Set<Session>()
  #running = 0
  #bytes = 0
  #closed = false

  constructor(logs: CarriedLogs) {
    this.#logs = logs
  }

  get full(): boolean {
    return this.#bytes > MAX_IMPORT_BYTES
  }

  take(item: Import): void {
    this.#waiting.add(item.session, item)
    this.#bytes += item.bytes
    if (this.full && !this.#paused.has(item.session)) {
      this.#paused.add(item.session)
      item.session.link.connection.stream.pause()
    }
    this.#next()
  }

  ended(session: Session): void {
    this.#paused.delete(session)
  }

  close(): void {
    this.#closed = true
    this.#waiting.clear()
  }

  #next(): void {
    this.#waiting.serve((item) => {
      if (this.#running >= PARALLEL_IMPORTS) return false
      void this.#run(item)
      return true
    }, 0)
  }

  async #run({ key, prefix, bytes, session, onDone }: Import): Promise<void> {
    this.#running++
    const importing =
      'left' in prefix
        ? this.#logs.importRest(key, prefix, session.link.node)
        : this.#logs.importPrefix(key as LogKey, prefix, session.way)
    const outcome = await importing.catch((error: unknown) => String(error))
    this.#running--
    this.#bytes -= bytes
    if (this.#closed) return
    onDone(outcome)
    if (this.#bytes < MAX_IMPORT_BYTES / 2) this.#resume()
    this.#next()
  }

  #resume(): void {
    for (const session of this.#paused) session.link.connection.stream.resume()
    this.#paused.clear()
  }
}
