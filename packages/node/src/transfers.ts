import type { NodeId, RecordId } from '@allmende/vocabulary'
import type { TransferInfo } from './contract.ts'
import { inBackground } from './in-background.ts'
import type { Parts } from './parts.ts'

/**
 * Who copies what from here, as the copiers say it themselves, and the bytes that really went to them. Both are needed:
 * a log of files doesn't tell which good a block belongs to, and a statement alone proves nothing was fetched.
 */
export class Transfers {
  readonly #parts: Parts
  readonly #current = new Map<string, TransferInfo>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    const { sync, events, logger } = this.#parts
    sync.on('fetching', ({ version, node, active }) =>
      inBackground(logger, 'telling of a copy', this.#said(version, node, active)),
    )
    sync.on('transfer', ({ node, direction, bytes }) => {
      if (direction !== 'out') return
      for (const [key, transfer] of this.#current) {
        if (transfer.peer !== node) continue
        const now = { ...transfer, bytes }
        this.#current.set(key, now)
        events.emit({ type: 'transfer', transfer: now })
      }
    })
    sync.on('peer-gone', ({ node }) => {
      for (const [key, { peer }] of this.#current) if (peer === node) this.#current.delete(key)
    })
    sync.on('holding', ({ commons, version }) =>
      inBackground(logger, 'telling of a holder', this.#held(commons, version)),
    )
  }

  list(): TransferInfo[] {
    return [...this.#current.values()]
  }

  async #said(version: RecordId, node: NodeId, active: boolean): Promise<void> {
    const key = `${node} ${version}`
    if (!active) {
      this.#current.delete(key)
      return
    }
    const thing = await this.#parts.views.show(version)
    if (!thing) return
    const total = thing.versions.find(({ id }) => id === version)?.files?.bytes ?? 0
    const holders = this.#parts.holdings.count(thing.commons, version)
    const transfer: TransferInfo = {
      direction: 'out',
      id: thing.id,
      title: thing.title,
      peer: node,
      bytes: 0,
      total,
      holders,
    }
    this.#current.set(key, transfer)
    this.#parts.events.emit({ type: 'transfer', transfer })
  }

  async #held(commons: Parameters<Parts['holdings']['count']>[0], version: RecordId): Promise<void> {
    // Counted before anything is waited for: who has copied is often gone a moment later, and has it nevertheless.
    const holders = this.#parts.holdings.count(commons, version)
    const thing = await this.#parts.views.show(version)
    if (!thing) return
    this.#parts.events.emit({ type: 'holding', id: thing.id, version, title: thing.title, holders })
  }
}
