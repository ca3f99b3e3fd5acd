import type { RowTaker } from './term-walk.ts'

/** Where numbers of rows stand in columns that have one place for each, in order. */
export type RowOrder = { readonly ids: Float64Array; readonly length: number }

/** Says in the list of places of a row that the number of a column follows. */
const COLUMN = 1

/**
 * Adds up how often a term stands in each row, weighted by column. Rows come in ascending order: the first in full, the others as
 * the distance from the one before; each with the length of its places and these. All of it may go on in the next page.
 */
export class Occurrences implements RowTaker {
  readonly sums: Float32Array
  /** Where the sums stand that aren't 0, in no order. */
  places = new Uint32Array(64)
  hits = 0
  readonly #order: RowOrder
  readonly #weights: readonly number[]
  #removed: ReadonlySet<number> = new Set()
  #row = 0
  /** Where `#row` stands in the columns; -1 for one that isn't there any more. */
  #at = 0
  #state: 'first row' | 'row' | 'length' | 'places' = 'first row'
  #left = 0
  #sum = 0
  #weight = 0
  #columnFollows = false

  constructor(order: RowOrder, weights: readonly number[]) {
    this.#order = order
    this.#weights = weights
    this.sums = new Float32Array(order.length)
  }

  /** What follows is of a segment of which these rows were removed. */
  segment(removed: ReadonlySet<number>): void {
    this.#removed = removed
  }

  begin(): void {
    this.#state = 'first row'
    this.#at = 0
  }

  take(page: Uint8Array, from: number, to: number, inFull: number): void {
    let at = from
    while (at < to) {
      if (this.#state === 'places') {
        at = this.#places(page, at, Math.min(to, at + this.#left))
        continue
      }
      if (this.#state === 'row') {
        at = this.#wholeRows(page, at, to, inFull)
        if (at === to) return
      }
      const began = at
      let value = 0
      for (;;) {
        const byte = page[at++]!
        value = value * 128 + (byte & 0x7f)
        if (byte < 0x80) break
      }
      if (this.#state === 'length') this.#expect(value)
      else this.#goTo(began === inFull || this.#state === 'first row' ? value : this.#row + value)
    }
  }

  /**
   * Rows that end within the page, which are nearly all: the same as below, without keeping in the object how far one is. It is
   * done for some hundred thousand rows a search, and takes half as long so. Returns where the first other row begins.
   */
  #wholeRows(page: Uint8Array, from: number, to: number, inFull: number): number {
    const weights = this.#weights
    let began = from
    for (let at = from; at < to; began = at) {
      let [distance, length, byte] = [0, 0, 0x80]
      while (byte >= 0x80 && at < to) distance = distance * 128 + ((byte = page[at++]!) & 0x7f)
      for (byte = 0x80; byte >= 0x80 && at < to;) length = length * 128 + ((byte = page[at++]!) & 0x7f)
      const end = at + length / 2
      if (byte >= 0x80 || length % 2 === 1 || end > to) return began
      let [sum, weight] = [0, weights[0]!]
      while (at < end) {
        byte = page[at++]!
        if (byte === COLUMN) weight = weights[page[at++]!] ?? 1
        else {
          while (byte >= 0x80) byte = page[at++]!
          sum += weight
        }
      }
      this.#row = began === inFull ? distance : this.#row + distance
      this.#sum = sum
      this.#add()
    }
    return began
  }

  #goTo(row: number): void {
    this.#row = row
    this.#state = 'length'
  }

  /** The lowest bit marks a removed row in kinds of the index that ours is not. */
  #expect(length: number): void {
    if (length % 2 === 1) throw new Error('the index has removed rows where none are expected')
    this.#left = length / 2
    this.#sum = 0
    this.#weight = this.#weights[0]!
    this.#columnFollows = false
    this.#state = this.#left === 0 ? 'row' : 'places'
  }

  /** Where in the column a thing stands is of no interest here: each place counts what its column does. */
  #places(page: Uint8Array, from: number, to: number): number {
    let at = from
    while (at < to) {
      const byte = page[at++]!
      if (byte >= 0x80) {
        while (page[at++]! >= 0x80);
        this.#sum += this.#weight
      } else if (this.#columnFollows) {
        this.#weight = this.#weights[byte] ?? 1
        this.#columnFollows = false
      } else if (byte === COLUMN) this.#columnFollows = true
      else this.#sum += this.#weight
    }
    this.#left -= at - from
    if (this.#left === 0) this.#add()
    return at
  }

  #add(): void {
    this.#state = 'row'
    if (this.#removed.has(this.#row)) return
    const at = this.#find()
    if (at < 0) return
    if (this.sums[at] === 0) this.#note(at)
    this.sums[at]! += this.#sum
  }

  #note(at: number): void {
    if (this.hits === this.places.length) {
      const larger = new Uint32Array(this.hits * 2)
      larger.set(this.places)
      this.places = larger
    }
    this.places[this.hits++] = at
  }

  /** Mostly the next one; else by halves. */
  #find(): number {
    const { ids, length } = this.#order
    if (ids[this.#at] === this.#row) return this.#at++
    let [low, high] = [this.#at, length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (ids[middle]! < this.#row) low = middle + 1
      else high = middle
    }
    this.#at = low
    return low < length && ids[low] === this.#row ? this.#at++ : -1
  }
}
