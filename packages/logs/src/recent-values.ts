/**
 * Values by key, as many as fit into so many bytes: those that nobody looked at for longest go first, half of all at a time. Not one
 * by one: a Map whose oldest entry is taken out and put in again steps over all that were before, each time it is asked for the oldest.
 */
export class RecentValues {
  readonly #mostBytes: number
  /** What was set or looked at since the last turn. */
  #young = new Map<string, Uint8Array>()
  #old = new Map<string, Uint8Array>()
  /** Of the young. */
  #bytes = 0

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** A copy: who asks may write into it. */
  get(key: Uint8Array): Buffer | undefined {
    const name = nameOf(key)
    const young = this.#young.get(name)
    if (young !== undefined) return Buffer.from(young)
    const old = this.#old.get(name)
    if (old === undefined) return undefined
    this.#put(name, old)
    return Buffer.from(old)
  }

  /** Keeps a copy, unless it is larger than a hundredth of the room: that would drive out many. */
  set(key: Uint8Array, value: Uint8Array): void {
    const name = nameOf(key)
    this.#drop(name)
    if (value.length <= this.#mostBytes / 100) this.#put(name, Buffer.from(value))
  }

  delete(key: Uint8Array): void {
    this.#drop(nameOf(key))
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
    this.#bytes = 0
  }

  #put(name: string, value: Uint8Array): void {
    const cost = costOf(name, value)
    if (this.#bytes + cost > this.#mostBytes / 2) {
      this.#old = this.#young
      this.#young = new Map()
      this.#bytes = 0
    }
    this.#young.set(name, value)
    this.#bytes += cost
  }

  #drop(name: string): void {
    const young = this.#young.get(name)
    if (young !== undefined) this.#bytes -= costOf(name, young)
    this.#young.delete(name)
    this.#old.delete(name)
  }
}

/** What an entry takes beside its bytes: a guess, not measured. */
const ENTRY_BYTES = 200

function costOf(name: string, value: Uint8Array): number {
  return name.length + value.length + ENTRY_BYTES
}

function nameOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1')
}
