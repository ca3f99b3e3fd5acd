/** Values by key, as many as fit into so many bytes: the one that was looked at longest ago goes first. */
export class RecentValues {
  readonly #mostBytes: number
  readonly #values = new Map<string, Uint8Array>()
  #bytes = 0

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** A copy: who asks may write into it. */
  get(key: Uint8Array): Buffer | undefined {
    const name = nameOf(key)
    const value = this.#values.get(name)
    if (value === undefined) return undefined
    this.#values.delete(name)
    this.#values.set(name, value)
    return Buffer.from(value)
  }

  /** Keeps a copy, unless it is larger than a hundredth of the room: that would drive out many. */
  set(key: Uint8Array, value: Uint8Array): void {
    const name = nameOf(key)
    this.#drop(name)
    if (value.length > this.#mostBytes / 100) return
    this.#values.set(name, Buffer.from(value))
    this.#bytes += costOf(name, value)
    for (const oldest of this.#values.keys()) {
      if (this.#bytes <= this.#mostBytes) break
      this.#drop(oldest)
    }
  }

  delete(key: Uint8Array): void {
    this.#drop(nameOf(key))
  }

  clear(): void {
    this.#values.clear()
    this.#bytes = 0
  }

  #drop(name: string): void {
    const value = this.#values.get(name)
    if (value === undefined) return
    this.#values.delete(name)
    this.#bytes -= costOf(name, value)
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
