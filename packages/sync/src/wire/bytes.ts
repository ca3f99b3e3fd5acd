import { fail } from '../errors.ts'

/** Reads a peer's bytes. Every step looks whether there is something to read: nothing of it can run over the end. */
export class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  u8(): number {
    if (this.left < 1) throw fail('SYNC_MALFORMED', { expected: 'one more byte', found: 'the end' })
    return this.#bytes[this.#at++] as number
  }

  /** LEB128, at most 53 bits, shortest form only: one number has one encoding. */
  uint(max = Number.MAX_SAFE_INTEGER): number {
    let value = 0
    for (let scale = 1, i = 0; i < 8; scale *= 128, i++) {
      const byte = this.u8()
      value += (byte & 127) * scale
      if (byte & 128) continue
      if (byte === 0 && i > 0)
        throw fail('SYNC_MALFORMED', { expected: 'the shortest form of a number', found: 'a longer one' })
      if (value > max) throw fail('SYNC_MALFORMED', { expected: `at most ${max}`, found: String(value) })
      return value
    }
    throw fail('SYNC_MALFORMED', { expected: 'a number of at most 8 bytes', found: 'a longer one' })
  }

  /** A view, not a copy. */
  fixed(length: number): Uint8Array {
    if (this.left < length)
      throw fail('SYNC_MALFORMED', { expected: `${length} bytes`, found: `${this.left}` })
    return this.#bytes.subarray(this.#at, (this.#at += length))
  }

  buffer(max: number): Uint8Array {
    return this.fixed(this.uint(max))
  }

  end(): void {
    if (this.left) throw fail('SYNC_MALFORMED', { expected: 'the end', found: `${this.left} more bytes` })
  }
}

/** Collects bytes to send. Grows by doubling. */
export class Writer {
  #bytes: Uint8Array
  #at = 0

  constructor(size = 256) {
    this.#bytes = new Uint8Array(size)
  }

  get length(): number {
    return this.#at
  }

  u8(value: number): this {
    this.#room(1)
    this.#bytes[this.#at++] = value
    return this
  }

  uint(value: number): this {
    let rest = value
    while (rest >= 128) {
      this.u8((rest % 128) | 128)
      rest = Math.floor(rest / 128)
    }
    return this.u8(rest)
  }

  fixed(bytes: Uint8Array): this {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
    return this
  }

  buffer(bytes: Uint8Array): this {
    return this.uint(bytes.length).fixed(bytes)
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#at)
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + more))
    grown.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = grown
  }
}
