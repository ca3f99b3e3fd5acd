import { MAX_BLOCK_BYTES, packRecords, type LogKey } from '@allmende/vocabulary'

/** Where an item came to lie. The log may change between two appends of one caller, when the old one was sealed. */
export type Place = { log: LogKey; block: number; index: number }

/** Where the first block of an append came to lie. */
export type Start = { log: LogKey; from: number }

/**
 * Bytes written by one append at most. More would keep small entries waiting behind an import, and an entry of the journal
 * has to fit into a segment.
 */
const APPEND_BYTES = 16 * MAX_BLOCK_BYTES

type Caller = {
  items: readonly Uint8Array[]
  places: Place[]
  done: (places: Place[]) => void
  failed: (error: unknown) => void
}

/**
 * Gathers what many callers want to write while an append is under way into the next one: the wait for the disk is shared
 * by all, and nobody waits for a timer.
 */
export class Gatherer {
  readonly #write: (blocks: Uint8Array[][]) => Promise<Start>
  #callers: Caller[] = []
  #running = false

  /** `write` appends blocks of items and says where the first of them came to lie. */
  constructor(write: (blocks: Uint8Array[][]) => Promise<Start>) {
    this.#write = write
  }

  push(items: readonly Uint8Array[]): Promise<Place[]> {
    if (items.length === 0) return Promise.resolve([])
    return new Promise((done, failed) => {
      this.#callers.push({ items, places: [], done, failed })
      if (!this.#running) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running = true
    // Callers of the same turn join the first append.
    await Promise.resolve()
    while (this.#callers.length > 0) {
      const { items, owners } = this.#takeSome()
      try {
        const blocks = packRecords(items)
        settle(blocks, owners, await this.#write(blocks))
      } catch (error) {
        this.#drop(new Set(owners), error)
      }
      this.#callers = this.#callers.filter((caller) => caller.places.length < caller.items.length)
    }
    this.#running = false
  }

  #takeSome(): { items: Uint8Array[]; owners: Caller[] } {
    const items: Uint8Array[] = []
    const owners: Caller[] = []
    let bytes = 0
    for (const caller of this.#callers) {
      for (const item of caller.items.slice(caller.places.length)) {
        if (bytes > 0 && bytes + item.length > APPEND_BYTES) return { items, owners }
        bytes += item.length
        items.push(item)
        owners.push(caller)
      }
    }
    return { items, owners }
  }

  #drop(owners: ReadonlySet<Caller>, error: unknown): void {
    for (const caller of owners) caller.failed(error)
    this.#callers = this.#callers.filter((caller) => !owners.has(caller))
  }
}

function settle(blocks: Uint8Array[][], owners: readonly Caller[], start: Start): void {
  let at = 0
  for (const [offset, block] of blocks.entries()) {
    for (const index of block.keys())
      owners[at++]!.places.push({ log: start.log, block: start.from + offset, index })
  }
  for (const caller of new Set(owners)) {
    if (caller.places.length === caller.items.length) caller.done(caller.places)
  }
}
