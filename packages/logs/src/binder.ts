import type { CoreKey, LogKey } from '@allmende/vocabulary'
import { claimedLog, verifyBinding, type Binding } from './binding.ts'
import type { CommonsKeys } from './contract.ts'
import type { CoreEntry, CoreTable } from './core-table.ts'
import type { Home } from './home.ts'
import { BlockOpener, readRaw } from './reading.ts'
import { isOurForm, same } from './signed-head.ts'

/** Looks at the first blocks of cores, and enters in the table whose they are. */
export class Binder {
  readonly #keys: CommonsKeys
  readonly #table: CoreTable
  readonly #home: Pick<Home, 'store' | 'report'>

  constructor(keys: CommonsKeys, table: CoreTable, home: Pick<Home, 'store' | 'report'>) {
    this.#keys = keys
    this.#table = table
    this.#home = home
  }

  /** Verifies block 0 of a log as soon as it is here. Returns the binding if it was verified just now. */
  async bind(key: LogKey): Promise<Binding | null> {
    const log = this.#table.log(key)
    const entry = this.#table.core(key)
    if (
      log === null ||
      entry === null ||
      log.binding !== null ||
      log.refused !== null ||
      entry.contiguous === 0
    )
      return null
    const first = await this.#first(entry)
    // Not here yet, or another caller has been here while we were reading.
    if (first === undefined || log.binding !== null || log.refused !== null) return null
    const verdict = first === null ? unreadable() : verifyBinding(first, this.#keys.id, key)
    if (verdict.ok) {
      this.#table.bind(key, verdict.binding)
      return verdict.binding
    }
    log.refused = verdict.reason
    this.report(key, key, verdict.reason)
    return null
  }

  /** Looks whether block 0 of an edits or files core is, byte for byte, that of the log that names it. */
  async confirm(entry: CoreEntry): Promise<void> {
    if (entry.confirmed !== 'unknown' || entry.contiguous === 0) return
    const first = await this.#first(entry)
    if (first === undefined || entry.confirmed !== 'unknown') return
    const claimed = first === null ? null : claimedLog(first)
    const agrees = first !== null && claimed !== null && (await this.#saysTheSame(claimed, first))
    for (const rival of this.#table.claimants(entry.key)) {
      if (!agrees || rival !== claimed) this.report(rival, entry.key, 'it names a core that does not name it')
    }
    this.#table.confirm(entry.key, agrees ? claimed : null)
  }

  async #saysTheSame(log: LogKey, first: Uint8Array): Promise<boolean> {
    const records = this.#table.core(log)
    if (records === null || this.#table.log(log)?.binding == null) return false
    const theirs = await this.#first(records)
    return theirs != null && same(theirs, first)
  }

  /**
   * The single item of block 0; null when it can't be read, isn't alone, or others could write the core too. Undefined when it
   * doesn't lie here yet: its number may be known a moment before, and that must not be taken for a fault of the log.
   */
  async #first(entry: CoreEntry): Promise<Uint8Array | null | undefined> {
    if (entry.manifest === null) return undefined
    if (!isOurForm(entry.manifest)) return null
    const storage = await this.#home.store.blocks(entry.key)
    if (storage === null) return undefined
    try {
      for await (const [block] of readRaw(storage, 0, 1)) {
        if (block === undefined) return undefined
        const { items } = new BlockOpener(entry.key, this.#keys.encryptionKey).open(0, block.bytes)
        return items.length === 1 ? items[0]! : null
      }
      return undefined
    } finally {
      await storage.close()
    }
  }

  /** Tells that a log, or a core that it names, is not accepted. */
  report(log: LogKey, core: CoreKey, reason: string): void {
    const message = `A log is not accepted as anybody's: ${reason}.`
    this.#home.report({
      kind: 'binding-refused',
      message,
      log,
      core,
      commons: this.#keys.id,
      fields: { reason },
    })
  }
}

function unreadable() {
  return { ok: false as const, reason: 'block 0 is not a single readable entry' }
}
