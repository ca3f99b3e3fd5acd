/** Reads SQLite's numbers of variable length, the highest seven bits first; one after another. */
export class VarintReader {
  readonly bytes: Uint8Array
  at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  get done(): boolean {
    return this.at >= this.bytes.length
  }

  /** Above 2^53 it is no longer exact, which no number of ours reaches. Throws at the end of the bytes. */
  next(): number {
    let value = 0
    for (let read = 0; read < LONGEST; read++) {
      const byte = this.bytes[this.at++]
      if (byte === undefined) throw new Error('a page of the index ends within a number')
      // The ninth byte counts in full.
      if (read === LONGEST - 1) return value * 256 + byte
      value = value * 128 + (byte & 0x7f)
      if (byte < 0x80) return value
    }
    return value
  }
}

const LONGEST = 9
