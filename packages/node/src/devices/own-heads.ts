import type { CommonsLogs } from '@allmende/logs'
import { decodeRecord, type LogKey } from '@allmende/vocabulary'
import type { AccountHead } from './document.ts'

type Counted = { blocks: number; records: number; at: number }

/** How far the logs are that this device wrote in a commons. Counts each block once. */
export class OwnHeads {
  readonly #counted = new Map<LogKey, Counted>()

  async of(logs: CommonsLogs): Promise<AccountHead[]> {
    const heads: AccountHead[] = []
    for (const { key, own, bound } of logs.logs()) {
      if (!own || !bound) continue
      const { blocks, records, at } = await this.#count(logs, key)
      if (blocks > 0) heads.push({ log: key, blocks, records, at })
    }
    return heads.toSorted((a, b) => (a.log < b.log ? -1 : 1))
  }

  async #count(logs: CommonsLogs, log: LogKey): Promise<Counted> {
    const counted = { ...(this.#counted.get(log) ?? { blocks: 0, records: 0, at: 0 }) }
    for await (const { block, records } of logs.read(log, counted.blocks)) {
      // Block 0 is the binding, which says nothing but whose log it is.
      if (block > 0) counted.records += records.length
      counted.at = Math.max(counted.at, ...records.map(writtenAt))
      counted.blocks = block + 1
    }
    this.#counted.set(log, counted)
    return counted
  }
}

/** When a record says that it was written; 0 when it can't be read. */
export function writtenAt(record: Uint8Array): number {
  try {
    return decodeRecord(record).record.clock[0]
  } catch {
    return 0
  }
}
