import { fail } from '../errors.ts'
import {
  GENESIS_ACTOR,
  GENESIS_FIELDS_COUNTER,
  GENESIS_FILES_COUNTER,
  GENESIS_LINES_COUNTER,
  GENESIS_TEXT_COUNTER,
} from '../genesis.ts'
import {
  CHANGE_MARKS,
  CHANGE_OPERATIONS,
  CHANGE_PARTS,
  FIELD_KEY_BYTES,
  LINE_ID_BYTES,
  PATH_BYTES,
} from '../limits.ts'
import { UNNAMEABLE } from '../part-edits.ts'
import { type ByteReader, malformed } from './bytes.ts'
import { NONE } from './columns.ts'
import { addToRanges, inRanges } from './ranges.ts'
import {
  DELETION,
  MARK_BEGIN,
  MARK_END,
  type OperationRef,
  OperationRows,
  PART_DELETION,
  PART_MAP,
  PART_SET,
  unsupported,
} from './rows.ts'

export type { OperationRef } from './rows.ts'

/** Counters `from` to `to`, both included, of one actor (by its index in the change). */
export type CounterRange = { actor: number; from: number; to: number }

/** Sets, or takes out, what stands at a key of a map, or makes a line there. */
export type PartOperation = {
  counter: number
  form: typeof PART_SET | typeof PART_MAP | typeof PART_DELETION
  object: OperationRef
  key: string
  /** What it takes the place of. */
  preds: OperationRef[]
}

export type Operations = {
  /** How many operations the change holds. */
  count: number
  /** Which of its own counters put an element into the text (a character, an end of a mark), as from, to, from, to, … */
  inserts: number[]
  /** Those among them that are ends of marks. Each begins with an even number of others before it, its end follows. */
  marks: number[]
  /** Elements that aren't behind the one before them: counter, then the actor and the counter of what they are behind. */
  starts: number[]
  /** The elements of *other* changes that it puts something behind, and the characters that it takes out. */
  references: CounterRange[]
  deleted: CounterRange[]
  parts: PartOperation[]
}

/**
 * Hears every operation on the text: what it puts in (nothing shown for a mark), or null for a deletion; the element it
 * refers to (`NONE` for the beginning), its own counter; and for a mark whether it begins or ends there, and expands.
 */
export type OperationListener = (
  text: string | null,
  keyActor: number,
  keyCounter: number,
  counter: number,
  mark: { begins: boolean; expand: boolean } | null,
) => void

/**
 * Reads the operation columns. Only these forms pass: *put this string behind that element*, *take out that character*,
 * *mark from here to there*; *set this field*, *take it out*, *make a line*. Automerge asserts that what an operation
 * refers to exists, and an assertion ends its worker; so what other changes made is returned, to be looked up before
 * the change is applied.
 */
export function readOperations(
  reader: ByteReader,
  actors: string[],
  startOp: number,
  listener?: OperationListener,
): Operations {
  const rows = new OperationRows(reader)
  const read = new Reading(rows, actors, startOp)
  let count = 0
  for (; !rows.done; count++) {
    if (count === CHANGE_OPERATIONS) throw fail('CHANGE_OPERATIONS', { expected: String(CHANGE_OPERATIONS) })
    rows.next()
    const counter = startOp + count
    if (rows.key === null) read.textRow(counter, listener)
    else read.partRow(counter)
  }
  rows.finish()
  if (count === 0) throw unsupported('nothing')
  return { count, ...read.finish() }
}

/** What is known of a change while its operations are read. */
class Reading {
  readonly #rows: OperationRows
  readonly #actors: number
  readonly #startOp: number
  readonly #genesis: number
  readonly #used: Set<number>
  readonly #own: number[] = []
  readonly #marks: number[] = []
  readonly #starts: number[] = []
  readonly #references: CounterRange[] = []
  readonly #deleted: CounterRange[] = []
  readonly #parts: PartOperation[] = []
  #markCount = 0
  /** The beginning of a mark, if it was the operation before. */
  #begun = false

  constructor(rows: OperationRows, actors: string[], startOp: number) {
    this.#rows = rows
    this.#actors = actors.length
    this.#startOp = startOp
    this.#genesis = actors.indexOf(GENESIS_ACTOR)
    this.#used = new Set([0])
  }

  textRow(counter: number, listener?: OperationListener): void {
    const { form, objectActor, objectCounter, keyActor, keyCounter } = this.#rows
    if (objectActor !== this.#genesis || objectCounter !== GENESIS_TEXT_COUNTER || this.#genesis < 0) {
      throw unsupported('an object other than the text')
    }
    // Automerge takes the end for that of the mark whose number is one less, and does not load a document without it.
    if (this.#begun !== (form === MARK_END)) throw malformed('a mark without its beginning or its end')
    this.#begun = form === MARK_BEGIN
    this.#use(objectActor)
    if (keyActor !== NONE) this.#use(keyActor)
    this.#refer(form)
    if (form !== DELETION) {
      addToRanges(this.#own, counter)
      if (keyActor !== 0 || keyCounter !== counter - 1) this.#starts.push(counter, keyActor, keyCounter)
    }
    let mark = null
    if (form === MARK_BEGIN || form === MARK_END) {
      addToRanges(this.#marks, counter)
      if (++this.#markCount > 2 * CHANGE_MARKS) throw unsupported('that many marks')
      mark = { begins: form === MARK_BEGIN, expand: this.#rows.expand }
    }
    listener?.(this.#rows.text, keyActor, keyCounter, counter, mark)
  }

  partRow(counter: number): void {
    const { form, objectActor, objectCounter, preds } = this.#rows
    const key = this.#rows.key!
    if (this.#begun) throw malformed('a mark without its end')
    if (objectActor === NONE || objectCounter === NONE) throw unsupported('an object of its own')
    if (objectActor >= this.#actors) throw malformed('an unknown actor')
    const bytes = this.#checkObject(form, objectActor === this.#genesis ? objectCounter : NONE)
    if (key === '' || key === UNNAMEABLE || Buffer.byteLength(key) > bytes) throw unsupported('such a name')
    if (form === PART_DELETION && preds.length === 0) throw malformed('a deletion of nothing')
    if (form === PART_MAP && preds.length > 0) throw unsupported('a line in the place of another')
    for (const { actor, counter: pred } of preds) {
      if (actor === NONE || actor >= this.#actors || pred === NONE) throw malformed('an unknown actor')
      this.#use(actor)
    }
    this.#use(objectActor)
    if (this.#parts.length === CHANGE_PARTS) throw unsupported('that many edits beside the text')
    const object = { actor: objectActor, counter: objectCounter }
    this.#parts.push({ counter, form: form as PartOperation['form'], object, key, preds })
  }

  finish(): Omit<Operations, 'count'> {
    if (this.#begun) throw malformed('a mark without its end')
    if (this.#used.size !== this.#actors) throw malformed('it names an actor in vain')
    return {
      inserts: this.#own,
      marks: this.#marks,
      starts: this.#starts,
      references: this.#references,
      deleted: this.#deleted,
      parts: this.#parts,
    }
  }

  /** What may be done to which object; returns how long its keys may be. */
  #checkObject(form: number, genesis: number): number {
    if (genesis === GENESIS_LINES_COUNTER) {
      if (form === PART_SET) throw unsupported('a line that is none')
      return LINE_ID_BYTES
    }
    if (form === PART_MAP) throw unsupported('an object that is no line')
    if (genesis === GENESIS_FILES_COUNTER) return PATH_BYTES
    if (genesis !== NONE && genesis !== GENESIS_FIELDS_COUNTER) throw unsupported('a key of the text')
    return FIELD_KEY_BYTES
  }

  #use(actor: number): void {
    this.#used.add(actor)
  }

  #refer(form: number): void {
    const { keyActor: actor, keyCounter: counter } = this.#rows
    if (actor === NONE) {
      if (counter !== 0 || form === DELETION) throw unsupported('a key that is no character')
      return
    }
    if (actor >= this.#actors || counter === NONE) throw malformed('an unknown actor')
    if (actor === 0 && counter >= this.#startOp) {
      const isGood = inRanges(this.#own, counter) && (form !== DELETION || !inRanges(this.#marks, counter))
      if (!isGood) throw fail('CHANGE_REFERENCE')
      return
    }
    const list = form === DELETION ? this.#deleted : this.#references
    const last = list[list.length - 1]
    if (last !== undefined && last.actor === actor && counter >= last.from && counter <= last.to + 1) {
      if (counter > last.to) last.to = counter
    } else {
      list.push({ actor, from: counter, to: counter })
    }
  }
}
