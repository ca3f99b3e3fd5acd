import { fail } from '../errors.ts'
import { GENESIS_ACTOR, GENESIS_TEXT_COUNTER } from '../genesis.ts'
import { CHANGE_OPERATIONS } from '../limits.ts'
import { type ByteReader, malformed } from './bytes.ts'
import { BooleanColumn, DeltaColumn, NONE, RunColumn } from './columns.ts'

/** Counters `from` to `to`, both included, of one actor (by its index in the change). */
export type CounterRange = { actor: number; from: number; to: number }

export type TextOperations = {
  /** How many operations the change holds. */
  count: number
  /** Which of its own counters put a character in, as from, to, from, to, … */
  inserts: number[]
  /** The characters of *other* changes it refers to: what it puts text behind, and what it takes out. */
  references: CounterRange[]
}

// Column specifications of the format: the id of the column, shifted by four, and its type.
const OBJECT_ACTOR = 0x01
const OBJECT_COUNTER = 0x02
const KEY_ACTOR = 0x11
const KEY_COUNTER = 0x13
const INSERT = 0x34
const ACTION = 0x42
const VALUE_META = 0x56
const VALUE = 0x57
const PRED_COUNT = 0x70
const PRED_ACTOR = 0x71
const PRED_COUNTER = 0x73

const KNOWN_COLUMNS = new Set([
  OBJECT_ACTOR,
  OBJECT_COUNTER,
  KEY_ACTOR,
  KEY_COUNTER,
  INSERT,
  ACTION,
  VALUE_META,
  VALUE,
  PRED_COUNT,
  PRED_ACTOR,
  PRED_COUNTER,
])

const ACTION_SET = 1
const ACTION_DELETE = 3
const VALUE_STRING = 6

/** Hears every operation: what it puts in (or null), and the character it refers to (`NONE` for the beginning). */
export type OperationListener = (text: string | null, keyActor: number, keyCounter: number) => void

/**
 * Reads the operation columns. Only two forms pass: *put this string behind that character* and *take out that
 * character*. Automerge asserts that what an operation refers to exists, and an assertion ends its worker; so the
 * characters of other changes are returned, to be looked up before the change is applied.
 */
export function readTextOperations(
  reader: ByteReader,
  actors: string[],
  startOp: number,
  listener?: OperationListener,
): TextOperations {
  const columns = new OperationColumns(reader)
  const text = { actor: actors.indexOf(GENESIS_ACTOR), counter: GENESIS_TEXT_COUNTER }
  const own = new OwnInserts(startOp)
  const references: CounterRange[] = []
  const used = new Set([0, text.actor])
  let count = 0
  for (; !columns.done; count++) {
    if (count === CHANGE_OPERATIONS) throw fail('CHANGE_OPERATIONS', { expected: String(CHANGE_OPERATIONS) })
    columns.next()
    if (columns.objectActor !== text.actor || columns.objectCounter !== text.counter) {
      throw unsupported('an object other than the text')
    }
    if (columns.keyActor !== NONE) used.add(columns.keyActor)
    refer(columns, own, references, actors.length, startOp)
    if (columns.insert) own.add(startOp + count)
    listener?.(columns.text, columns.keyActor, columns.keyCounter)
  }
  columns.finish()
  if (count === 0) throw unsupported('nothing')
  if (used.size !== actors.length) throw malformed('it names an actor in vain')
  return { count, inserts: own.ranges, references }
}

function refer(
  row: OperationColumns,
  own: OwnInserts,
  references: CounterRange[],
  actors: number,
  startOp: number,
): void {
  const { keyActor: actor, keyCounter: counter } = row
  if (actor === NONE) {
    if (counter !== 0 || !row.insert) throw unsupported('a key that is no character')
    return
  }
  if (actor >= actors || counter === NONE) throw malformed('an unknown actor')
  if (actor === 0 && counter >= startOp) {
    if (!own.has(counter)) throw fail('CHANGE_REFERENCE')
    return
  }
  const last = references[references.length - 1]
  if (last !== undefined && last.actor === actor && counter >= last.from && counter <= last.to + 1) {
    if (counter > last.to) last.to = counter
  } else {
    references.push({ actor, from: counter, to: counter })
  }
}

/** The rows of the columns, one after another, each checked for its form. */
class OperationColumns {
  objectActor = NONE
  objectCounter = NONE
  keyActor = NONE
  keyCounter = NONE
  insert = false

  readonly #objectActor: RunColumn
  readonly #objectCounter: RunColumn
  readonly #keyActor: RunColumn
  readonly #keyCounter: DeltaColumn
  readonly #insert: BooleanColumn
  readonly #action: RunColumn
  readonly #valueMeta: RunColumn
  readonly #predCount: RunColumn
  readonly #predActor: RunColumn
  readonly #predCounter: DeltaColumn
  readonly #values: Uint8Array
  #valueAt = 0

  constructor(reader: ByteReader) {
    const data = readColumns(reader)
    const of = (spec: number): Uint8Array => data.get(spec) ?? new Uint8Array(0)
    this.#objectActor = new RunColumn(of(OBJECT_ACTOR))
    this.#objectCounter = new RunColumn(of(OBJECT_COUNTER))
    this.#keyActor = new RunColumn(of(KEY_ACTOR))
    this.#keyCounter = new DeltaColumn(of(KEY_COUNTER))
    this.#insert = new BooleanColumn(of(INSERT))
    this.#action = new RunColumn(of(ACTION))
    this.#valueMeta = new RunColumn(of(VALUE_META))
    this.#predCount = new RunColumn(of(PRED_COUNT))
    this.#predActor = new RunColumn(of(PRED_ACTOR))
    this.#predCounter = new DeltaColumn(of(PRED_COUNTER))
    this.#values = of(VALUE)
  }

  get done(): boolean {
    return this.#action.done
  }

  next(): void {
    this.objectActor = this.#objectActor.next()
    this.objectCounter = this.#objectCounter.next()
    this.keyActor = this.#keyActor.next()
    this.keyCounter = this.#keyCounter.next()
    this.insert = this.#insert.next()
    const action = this.#action.next()
    const meta = this.#valueMeta.next()
    const preds = this.#predCount.next()
    if (this.insert) this.#checkInsert(action, meta, preds)
    else this.#checkDelete(action, meta, preds)
  }

  /** The character that the row puts in; null for a deletion. */
  get text(): string | null {
    if (!this.insert) return null
    const first = this.#values[this.#valueAt - 1]!
    if (first < 128) return String.fromCharCode(first)
    let from = this.#valueAt - 1
    while ((this.#values[from]! & 0xc0) === 0x80) from--
    return utf8.decode(this.#values.subarray(from, this.#valueAt))
  }

  /** Nothing may be left over: another reader could make operations of it. */
  finish(): void {
    const done =
      this.#objectActor.done &&
      this.#objectCounter.done &&
      this.#keyActor.done &&
      this.#keyCounter.done &&
      this.#insert.done &&
      this.#valueMeta.done &&
      this.#predCount.done &&
      this.#predActor.done &&
      this.#predCounter.done &&
      this.#valueAt === this.#values.length
    if (!done) throw malformed('its columns differ in length')
    checkUtf8(this.#values)
  }

  #checkInsert(action: number, meta: number, preds: number): void {
    if (action !== ACTION_SET) throw unsupported(`action ${action} with a character`)
    if (preds !== 0) throw malformed('a new character replaces another')
    const length = Math.floor(meta / 16)
    if (meta === NONE || meta % 16 !== VALUE_STRING || length === 0) {
      throw unsupported('a character that is no text')
    }
    const first = this.#values[this.#valueAt]
    if (first === undefined || (first & 0xc0) === 0x80) throw malformed('a character is cut in two')
    if (length !== utf8Length(first)) throw unsupported('several characters in one')
    this.#valueAt += length
    if (this.#valueAt > this.#values.length) throw malformed('a character is missing')
  }

  #checkDelete(action: number, meta: number, preds: number): void {
    if (action !== ACTION_DELETE) throw unsupported(`action ${action}`)
    if (meta !== 0) throw malformed('a deletion has a value')
    if (preds !== 1) throw malformed('a deletion takes out one character')
    if (this.#predActor.next() !== this.keyActor || this.#predCounter.next() !== this.keyCounter) {
      throw malformed('a deletion names two characters')
    }
  }
}

function readColumns(reader: ByteReader): Map<number, Uint8Array> {
  const count = reader.uint()
  if (count > KNOWN_COLUMNS.size) throw unsupported(`${count} columns`)
  const lengths: [spec: number, length: number][] = []
  for (let index = 0; index < count; index++) {
    const spec = reader.uint()
    if (!KNOWN_COLUMNS.has(spec)) throw unsupported(`a column ${spec}`)
    if (index > 0 && spec <= lengths[index - 1]![0]) throw malformed('its columns are out of order')
    const length = reader.uint()
    if (length === 0) throw malformed('a column is empty')
    lengths.push([spec, length])
  }
  const columns = new Map(lengths.map(([spec, length]) => [spec, reader.take(length)]))
  if (!reader.done) throw unsupported('extra bytes')
  return columns
}

/** Own counters that put a character in, as ranges; a reference to one of them must point backwards. */
class OwnInserts {
  readonly ranges: number[] = []
  readonly #start: number

  constructor(start: number) {
    this.#start = start
  }

  add(counter: number): void {
    const { ranges } = this
    if (ranges.length > 0 && ranges[ranges.length - 1] === counter - 1) ranges[ranges.length - 1] = counter
    else ranges.push(counter, counter)
  }

  has(counter: number): boolean {
    if (counter < this.#start) return false
    return inRanges(this.ranges, counter)
  }
}

/** Tells whether a counter lies in sorted ranges (from, to, from, to, …, both ends included). */
export function inRanges(ranges: readonly number[], counter: number): boolean {
  return rangeEnd(ranges, counter) !== NONE
}

/** The end of the range a counter lies in, or `NONE`. */
export function rangeEnd(ranges: readonly number[], counter: number): number {
  let low = 0
  let high = ranges.length / 2 - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (counter < ranges[middle * 2]!) high = middle - 1
    else if (counter > ranges[middle * 2 + 1]!) low = middle + 1
    else return ranges[middle * 2 + 1]!
  }
  return NONE
}

/** Of the character that begins with this byte. */
function utf8Length(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function checkUtf8(bytes: Uint8Array): void {
  try {
    utf8.decode(bytes)
  } catch {
    throw malformed('its text is not UTF-8')
  }
}

function unsupported(reason: string): Error {
  return fail('CHANGE_UNSUPPORTED', { reason })
}
