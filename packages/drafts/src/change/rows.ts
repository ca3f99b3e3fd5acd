import { fail } from '../errors.ts'
import { MARK_BYTES, MARK_NAME_BYTES, PART_BYTES, PART_PREDECESSORS, PART_TEXT } from '../limits.ts'
import { ByteReader, malformed } from './bytes.ts'
import { BooleanColumn, DeltaColumn, FlagColumn, NONE, readUtf8, RunColumn, StringColumn } from './columns.ts'

// Column specifications of the format: the id of the column, shifted by four, and its type.
const OBJECT_ACTOR = 0x01
const OBJECT_COUNTER = 0x02
const KEY_ACTOR = 0x11
const KEY_COUNTER = 0x13
const KEY_NAME = 0x15
const INSERT = 0x34
const ACTION = 0x42
const VALUE_META = 0x56
const VALUE = 0x57
const PRED_COUNT = 0x70
const PRED_ACTOR = 0x71
const PRED_COUNTER = 0x73
const EXPAND = 0x94
const MARK_NAME = 0xa5

const TEXT_COLUMNS = [OBJECT_ACTOR, OBJECT_COUNTER, KEY_ACTOR, KEY_COUNTER, INSERT, ACTION, VALUE_META, VALUE]
const OTHER_COLUMNS = [KEY_NAME, PRED_COUNT, PRED_ACTOR, PRED_COUNTER, EXPAND, MARK_NAME]
const KNOWN_COLUMNS = new Set(TEXT_COLUMNS.concat(OTHER_COLUMNS))

const ACTION_MAP = 0
const ACTION_SET = 1
const ACTION_DELETE = 3
const ACTION_MARK = 7

const VALUE_NULL = 0
const VALUE_FALSE = 1
const VALUE_TRUE = 2
const VALUE_INTEGER = 4
const VALUE_FLOAT = 5
const VALUE_STRING = 6

/** By counter and by the index that its actor has in the change. */
export type OperationRef = { actor: number; counter: number }

/** What an operation is: of the text, or of what is beside it. */
export const INSERTION = 1
export const DELETION = 2
export const MARK_BEGIN = 3
export const MARK_END = 4
export const PART_SET = 5
export const PART_MAP = 6
export const PART_DELETION = 7

/** The operations of a change, one after another, each checked for its form. */
export class OperationRows {
  form = 0
  objectActor = NONE
  objectCounter = NONE
  keyActor = NONE
  keyCounter = NONE
  /** Of an operation on a map. */
  key: string | null = null
  preds: OperationRef[] = []
  /** Of a mark: whether what is put in at this end belongs to it. */
  expand = false

  readonly #objectActor: RunColumn
  readonly #objectCounter: RunColumn
  readonly #keyActor: RunColumn
  readonly #keyCounter: DeltaColumn
  readonly #keyName: StringColumn
  readonly #insert: BooleanColumn
  readonly #action: RunColumn
  readonly #valueMeta: RunColumn
  readonly #predCount: RunColumn
  readonly #predActor: RunColumn
  readonly #predCounter: DeltaColumn
  readonly #expand: FlagColumn
  readonly #markName: StringColumn
  readonly #values: Uint8Array
  #valueAt = 0
  /** Before it all characters were found to be UTF-8. */
  #checkedTo = 0

  constructor(reader: ByteReader) {
    const data = readColumns(reader)
    const of = (spec: number): Uint8Array => data.get(spec) ?? new Uint8Array(0)
    this.#objectActor = new RunColumn(of(OBJECT_ACTOR))
    this.#objectCounter = new RunColumn(of(OBJECT_COUNTER))
    this.#keyActor = new RunColumn(of(KEY_ACTOR))
    this.#keyCounter = new DeltaColumn(of(KEY_COUNTER))
    this.#keyName = new StringColumn(of(KEY_NAME))
    this.#insert = new BooleanColumn(of(INSERT))
    this.#action = new RunColumn(of(ACTION))
    this.#valueMeta = new RunColumn(of(VALUE_META))
    this.#predCount = new RunColumn(of(PRED_COUNT))
    this.#predActor = new RunColumn(of(PRED_ACTOR))
    this.#predCounter = new DeltaColumn(of(PRED_COUNTER))
    this.#expand = new FlagColumn(of(EXPAND))
    this.#markName = new StringColumn(of(MARK_NAME))
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
    this.key = this.#keyName.next()
    this.expand = this.#expand.next()
    const insert = this.#insert.next()
    const action = this.#action.next()
    const meta = this.#valueMeta.next()
    const preds = this.#predCount.next()
    const name = this.#markName.next()
    if (action === ACTION_MARK) return this.#checkMark(insert, meta, preds, name)
    if (name !== null || this.expand) throw malformed('a mark that is none')
    if (this.key !== null) this.#checkPart(insert, action, meta, preds)
    else if (insert) this.#checkInsert(action, meta, preds)
    else this.#checkDelete(action, meta, preds)
  }

  /** The character that the row puts in, nothing for a mark; null for a deletion. */
  get text(): string | null {
    if (this.form === DELETION) return null
    if (this.form !== INSERTION) return ''
    const first = this.#values[this.#valueAt - 1]!
    if (first < 128) return String.fromCharCode(first)
    let from = this.#valueAt - 1
    while ((this.#values[from]! & 0xc0) === 0x80) from--
    return readUtf8(this.#values.subarray(from, this.#valueAt))
  }

  /** Nothing may be left over: another reader could make operations of it. */
  finish(): void {
    const columns = [this.#objectActor, this.#objectCounter, this.#keyActor, this.#keyCounter, this.#keyName]
    const others = [this.#insert, this.#valueMeta, this.#predCount, this.#predActor, this.#predCounter]
    const done = [...columns, ...others, this.#expand, this.#markName].every((column) => column.done)
    if (!done || this.#valueAt !== this.#values.length) throw malformed('its columns differ in length')
    this.#checkCharacters()
  }

  #checkInsert(action: number, meta: number, preds: number): void {
    this.form = INSERTION
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
    this.form = DELETION
    if (action !== ACTION_DELETE) throw unsupported(`action ${action}`)
    if (meta !== 0) throw malformed('a deletion has a value')
    if (preds !== 1) throw malformed('a deletion takes out one character')
    if (this.#predActor.next() !== this.keyActor || this.#predCounter.next() !== this.keyCounter) {
      throw malformed('a deletion names two characters')
    }
  }

  #checkMark(insert: boolean, meta: number, preds: number, name: string | null): void {
    this.form = name === null ? MARK_END : MARK_BEGIN
    if (!insert || preds !== 0 || this.key !== null) throw malformed('a mark in a place where none can be')
    if (name === null) {
      if (meta !== 0) throw malformed('the end of a mark has a value')
    } else {
      if (name === '' || Buffer.byteLength(name) > MARK_NAME_BYTES) throw unsupported('such a name of a mark')
      this.#takeScalar(meta, MARK_BYTES, true)
    }
  }

  #checkPart(insert: boolean, action: number, meta: number, preds: number): void {
    if (insert || this.keyActor !== NONE || this.keyCounter !== NONE) throw malformed('a key of two kinds')
    if (preds < 0 || preds > PART_PREDECESSORS) throw unsupported('an edit that takes the place of so many')
    if (action === ACTION_SET) {
      this.form = PART_SET
      this.#takeScalar(meta, PART_BYTES, false)
    } else {
      if (action !== ACTION_MAP && action !== ACTION_DELETE) throw unsupported(`action ${action} at a key`)
      this.form = action === ACTION_MAP ? PART_MAP : PART_DELETION
      if (meta !== 0) throw malformed('a value where none can be')
    }
    this.preds = Array.from({ length: preds }, () => {
      return { actor: this.#predActor.next(), counter: this.#predCounter.next() }
    })
  }

  /** Passes over a value: one that people write, in the one way in which Automerge writes it. */
  #takeScalar(meta: number, limit: number, orNull: boolean): void {
    const length = Math.floor(meta / 16)
    const type = meta === NONE ? NONE : meta % 16
    this.#checkCharacters()
    if (length > limit) throw unsupported(`a value of ${length} bytes`)
    if (length > this.#values.length - this.#valueAt) throw malformed('a value is missing')
    const bytes = this.#values.subarray(this.#valueAt, this.#valueAt + length)
    this.#valueAt += length
    this.#checkedTo = this.#valueAt
    if (type === VALUE_STRING) {
      if (readUtf8(bytes).length > PART_TEXT) throw unsupported('a text that long')
    } else if (type === VALUE_INTEGER) {
      const reader = new ByteReader(bytes)
      reader.int()
      if (!reader.done) throw malformed('something follows a number')
    } else if (type === VALUE_FLOAT) {
      if (length !== 8 || !Number.isFinite(Buffer.from(bytes).readDoubleLE()))
        throw unsupported('such a number')
    } else {
      const known = type === VALUE_FALSE || type === VALUE_TRUE || (orNull && type === VALUE_NULL)
      if (!known || length !== 0) throw unsupported(`a value of type ${type}`)
    }
  }

  #checkCharacters(): void {
    if (this.#checkedTo === this.#valueAt) return
    readUtf8(this.#values.subarray(this.#checkedTo, this.#valueAt))
    this.#checkedTo = this.#valueAt
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

/** Of the character that begins with this byte. */
function utf8Length(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}

export function unsupported(reason: string): Error {
  return fail('CHANGE_UNSUPPORTED', { reason })
}
