import { ByteReader, malformed } from './bytes.ts'

/** What a column gives where it has no value. Everything else in a column is 0 or more. */
export const NONE = -1

// Automerge writes a value in one way only, and when it saves a document it writes every change anew: a change in
// another spelling would get another name then, and the document would not load again ("mismatching heads"). So these
// readers let only that one way pass. And no run, however long, is ever laid out.

const RUN = 1
const LITERAL = 2
const NULLS = 3

/** A run-length encoded column, read row by row: runs of one value, of different values, of none. */
abstract class Runs<Value> {
  protected readonly reader: ByteReader
  #left = 0
  #kind = 0
  #value: Value | null = null
  #last: Value | null = null
  #any = false

  constructor(bytes: Uint8Array) {
    this.reader = new ByteReader(bytes)
  }

  /** Whether it has given all its rows; a column without a single value would have been left out. */
  get done(): boolean {
    return this.#left === 0 && this.reader.done && (this.#any || this.reader.end === 0)
  }

  /** The value of the next row, or null. A column that is left out has no values. */
  protected nextValue(): Value | null {
    if (this.#left === 0) {
      if (this.reader.end === 0) return null
      this.#startRun()
    }
    this.#left--
    if (this.#kind === NULLS) return null
    if (this.#kind === LITERAL) this.#take(this.readValue())
    return this.#value
  }

  protected abstract readValue(): Value

  #startRun(): void {
    const count = this.reader.int()
    const kind = count > 0 ? RUN : count < 0 ? LITERAL : NULLS
    this.#left = count === 0 ? this.reader.uint() : Math.abs(count)
    if (this.#left === 0 || count === 1 || (kind === this.#kind && kind !== RUN)) throw spelling()
    this.#kind = kind
    if (kind === NULLS) this.#last = null
    if (kind === RUN) this.#take(this.readValue())
  }

  /** The next value that is not part of a run: beside an equal one it would have made a run. */
  #take(value: Value): void {
    if (value === this.#last) throw spelling()
    this.#value = value
    this.#last = value
    this.#any = true
  }
}

/** A column of unsigned integers. */
export class RunColumn extends Runs<number> {
  next(): number {
    return this.nextValue() ?? NONE
  }

  protected readValue(): number {
    return this.reader.uint()
  }
}

/** A column of short texts. */
export class StringColumn extends Runs<string> {
  next(): string | null {
    return this.nextValue()
  }

  protected readValue(): string {
    return readUtf8(this.reader.take(this.reader.uint()))
  }
}

/** A column of integers, each written as the difference to the one before. */
export class DeltaColumn extends Runs<number> {
  #sum = 0

  next(): number {
    const delta = this.nextValue()
    if (delta === null) return NONE
    this.#sum += delta
    if (this.#sum < 0 || this.#sum > Number.MAX_SAFE_INTEGER) throw malformed('a counter is out of range')
    return this.#sum
  }

  protected readValue(): number {
    return this.reader.int()
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
      const first = this.#reader.at === 0
      this.#left = this.#reader.uint()
      this.#value = !this.#value
      if (this.#left === 0 && !first) throw spelling()
    }
    this.#left--
    return this.#value
  }
}

/** A column of booleans that is left out when all are false. */
export class FlagColumn {
  readonly #column: BooleanColumn | null
  #any = false

  constructor(bytes: Uint8Array) {
    this.#column = bytes.length === 0 ? null : new BooleanColumn(bytes)
  }

  get done(): boolean {
    return this.#column === null || (this.#column.done && this.#any)
  }

  next(): boolean {
    if (this.#column === null) return false
    const value = this.#column.next()
    if (value) this.#any = true
    return value
  }
}

// A byte order mark is a character like any other: the decoder would leave it out.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function readUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw malformed('its text is not UTF-8')
  }
}

function spelling(): Error {
  return malformed('Automerge would have written it in another way')
}
