import type { Sync } from '@allmende/sync'
import type { CommonsBook } from './commons-book.ts'

/**
 * Goes online when something needs it: a command that opens the home for itself and only writes a record should not
 * wait for a DHT, a daemon starts at once.
 */
export class Network {
  readonly #sync: Sync
  readonly #book: CommonsBook
  #started: Promise<void> | null = null
  #onlineAt = Infinity
  readonly #waiting: (() => void)[] = []

  constructor(sync: Sync, book: CommonsBook) {
    this.#sync = sync
    this.#book = book
  }

  get online(): boolean {
    return this.#started !== null
  }

  /** Calls back when others are looked for, at once if they are already: what is met under a topic of one's own begins then. */
  onOnline(begin: () => void): void {
    if (this.#onlineAt === Infinity) this.#waiting.push(begin)
    else begin()
  }

  /** How long others have been looked for, in milliseconds: who is not here yet after a moment may still come. */
  get onlineFor(): number {
    return Math.max(0, Date.now() - this.#onlineAt)
  }

  start(): Promise<void> {
    this.#started ??= this.#start()
    return this.#started
  }

  async #start(): Promise<void> {
    await this.#sync.start()
    await this.#book.goOnline()
    this.#onlineAt = Date.now()
    for (const begin of this.#waiting.splice(0)) begin()
  }
}
