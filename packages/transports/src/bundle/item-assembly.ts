import { MAX_ITEM_BYTES } from './format.ts'

/** Puts items together that run over frames: length, then bytes. */
export class ItemAssembly {
  #rest: Buffer[] = []
  #bytes = 0
  #wanted = -1

  get empty(): boolean {
    return this.#bytes === 0 && this.#wanted === -1
  }

  /** The items that are whole now; null for one that is larger than allowed. */
  *add(plain: Buffer): Generator<Buffer | null> {
    this.#rest.push(plain)
    this.#bytes += plain.length
    for (;;) {
      if (this.#wanted === -1) {
        if (this.#bytes < 4) return
        this.#wanted = this.#take(4).readUInt32LE(0)
        if (this.#wanted > MAX_ITEM_BYTES) return yield null
      }
      if (this.#bytes < this.#wanted) return
      const item = this.#take(this.#wanted)
      this.#wanted = -1
      yield item
    }
  }

  #take(count: number): Buffer {
    const all = this.#rest.length === 1 ? this.#rest[0]! : Buffer.concat(this.#rest)
    const taken = all.subarray(0, count)
    this.#rest = all.length > count ? [all.subarray(count)] : []
    this.#bytes -= count
    return taken
  }
}
