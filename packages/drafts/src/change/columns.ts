import { ByteReader, malformed } from './bytes.ts'

/** What a column gives where it has no value. Everything else in a column is 0 or more. */
export const NONE = -1

/** A run-length encoded column of unsigned integers, read row by row: no run, however long, is ever laid out. */
export class RunColumn {
  readonly #reader: ByteReader
  #left = 0
  #literal = false
  #value = NONE

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes)
  }

  get done(): boolean {
    return this.#left === 0 && this.#reader.done
  }

  /** The value of the next row; `NONE` also past the end, since Automerge leaves out columns that hold nothing. */
  next(): number {
    while (this.#left === 0) {
      if (this.#reader.done) return NONE
      this.#startRun()
    }
    this.#left--
    return this.#literal ? this.#reader.uint() : this.#value
  }

  #startRun(): void {
    const count = this.#reader.int()
    this.#literal = count < 0
    this.#left = count === 0 ? this.#reader.uint() : Math.abs(count)
    if (count === 0) this.#value = NONE
    if (count > 0) this.#value = this.#reader.uint()
  }
}

/** A column of integers, each written as the difference to the one before. */
export class DeltaColumn {
  readonly #reader: ByteReader
  #left = 0
  #literal = false
  #none = false
  #delta = 0
  #last = 0

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes)
  }

  get done(): boolean {
    return this.#left === 0 && this.#reader.done
  }

  next(): number {
    while (this.#left === 0) {
      if (this.#reader.done) return NONE
      this.#startRun()
    }
    this.#left--
    if (this.#none) return NONE
    this.#last += this.#literal ? this.#reader.int() : this.#delta
    if (this.#last < 0 || this.#last > Number.MAX_SAFE_INTEGER) throw malformed('a counter is out of range')
    return this.#last
  }

  #startRun(): void {
    const count = this.#reader.int()
    this.#literal = count < 0
    this.#none = count === 0
    this.#left = this.#none ? this.#reader.uint() : Math.abs(count)
    if (count > 0) this.#delta = this.#reader.int()
  }
}

/** A column of booleans: lengths of alternating runs, the first of `false`. */
export class BooleanColumn {
  readonly #reader: ByteReader
  #left = 0
  #value = true

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes)
  }

  get done(): boolean {
    return this.#left === 0 && this.#reader.done
  }

  next(): boolean {
    while (this.#left === 0) {
      if (this.#reader.done) return false
      this.#left = this.#reader.uint()
      this.#value = !this.#value
    }
    this.#left--
    return this.#value
  }
}
