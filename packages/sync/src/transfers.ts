import { encodeZ32, type CommonsId, type NodeId } from '@allmende/vocabulary'
import type { Attached } from './attachments.ts'
import type { TransferEvent } from './contract.ts'

/** Told at most so often, so that a gigabyte isn't sixteen thousand events. */
const EVERY_MS = 200

/** Who fetches how much of which files core: "being copied by …". */
export class Transfers {
  readonly #commons: CommonsId
  readonly #emit: (event: TransferEvent) => void
  readonly #running = new Map<string, TransferEvent>()
  readonly #dirty = new Set<string>()
  #timer: NodeJS.Timeout | null = null

  constructor(commons: CommonsId, emit: (event: TransferEvent) => void) {
    this.#commons = commons
    this.#emit = emit
  }

  moved({ key, which }: Attached, direction: 'in' | 'out', bytes: number, from: Uint8Array): void {
    if (which !== 'files') return
    const node = encodeZ32(from) as NodeId
    const name = `${key}/${node}/${direction}`
    const transfer = this.#running.get(name) ?? {
      commons: this.#commons,
      core: key,
      node,
      direction,
      bytes: 0,
      blocks: 0,
    }
    this.#running.set(name, { ...transfer, bytes: transfer.bytes + bytes, blocks: transfer.blocks + 1 })
    this.#dirty.add(name)
    this.#timer ??= setTimeout(() => this.#tell(), EVERY_MS)
  }

  ended(node: NodeId): void {
    for (const [name, transfer] of this.#running) if (transfer.node === node) this.#running.delete(name)
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#running.clear()
    this.#dirty.clear()
  }

  #tell(): void {
    this.#timer = null
    for (const name of this.#dirty) {
      const transfer = this.#running.get(name)
      if (transfer) this.#emit(transfer)
    }
    this.#dirty.clear()
  }
}
