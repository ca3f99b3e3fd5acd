import { fail } from '../errors.ts'

/** Reads the integers of Automerge's format (LEB128) from a range of bytes; anything cut off or too large throws. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly end: number
  at: number

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  get done(): boolean {
    return this.at >= this.end
  }

  byte(): number {
    if (this.at >= this.end) throw malformed('it ends too early')
    return this.bytes[this.at++]!
  }

  take(count: number): Uint8Array {
    if (count > this.end - this.at) throw malformed('it ends too early')
    this.at += count
    return this.bytes.subarray(this.at - count, this.at)
  }

  /** An unsigned integer up to 2^53. */
  uint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (value > Number.MAX_SAFE_INTEGER) throw malformed('a number is too large')
      if (byte < 128) {
        if (byte === 0 && scale > 1) throw malformed('a number is written too long')
        return value
      }
      scale *= 128
    }
  }

  /** A signed integer within ±2^53. */
  int(): number {
    let value = 0
    let scale = 1
    let previous = 0
    for (;;) {
      const byte = this.byte()
      value += (byte & 127) * scale
      scale *= 128
      if (value > Number.MAX_SAFE_INTEGER || scale > 2 ** 63) throw malformed('a number is too large')
      if (byte < 128) {
        // The last byte only repeats the sign of the one before it.
        const idle = byte === (previous & 64 ? 127 : 0)
        if (idle && scale > 128) throw malformed('a number is written too long')
        return byte & 64 ? value - scale : value
      }
      previous = byte
    }
  }
}

export function malformed(reason: string): Error {
  return fail('CHANGE_MALFORMED', { reason })
}
