import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { VarintReader } from './varint.ts'

/** Rows read at once: some three milliseconds, for which a question may have to wait. */
const STEP = 2_000

/** Rows folded again beyond which all are read anew. */
const MOST_STALE = 20_000

/**
 * What search compares of every thing, held in memory in the order of their numbers: some 40 bytes each. The rows of `things`
 * cost a look each, which is too long when a search finds everything.
 */
export class Columns {
  ids = new Float64Array()
  /** How many words it has in the index. */
  words = new Uint32Array()
  commons = new Uint32Array()
  kinds = new Uint32Array()
  listed = new Float64Array()
  /** Where it stands in the order `alive`. */
  alive = new Float64Array()
  length = 0
  /** All words of all things. */
  total = 0
  /** Another one after every change. */
  version = 0
  readonly #db: DatabaseSync
  readonly #stale = new Set<number>()
  #next: StatementSync | null = null
  #one: StatementSync | null = null

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** To be called when the row of a thing was written again. */
  changed(id: number): void {
    if (this.length === 0 || id > this.ids[this.length - 1]!) return
    this.#stale.add(id)
    if (this.#stale.size > MOST_STALE) this.reset()
  }

  reset(): void {
    this.#stale.clear()
    this.length = 0
    this.total = 0
    this.version++
  }

  /** Reads some of what came since. True when nothing is missing. */
  catchUp(steps = 1): boolean {
    for (const id of this.#stale) this.#again(id)
    this.#stale.clear()
    this.#next ??= this.#db.prepare(`${SELECT} WHERE t.id > ? ORDER BY t.id LIMIT ${STEP}`)
    for (let step = 0; step < steps; step++) {
      const rows = this.#next.all(this.length === 0 ? -1 : this.ids[this.length - 1]!) as Row[]
      this.#room(this.length + rows.length)
      for (const row of rows) this.#put(this.length++, row)
      if (rows.length < STEP) return true
    }
    return false
  }

  #again(id: number): void {
    this.#one ??= this.#db.prepare(`${SELECT} WHERE t.id = ?`)
    const row = this.#one.get(id) as Row | undefined
    const at = this.#placeOf(id)
    if (row === undefined || at < 0) return
    this.total -= this.words[at]!
    this.#put(at, row)
  }

  #put(at: number, { id, commons, kind, listed, alive, sz }: Row): void {
    this.ids[at] = id
    this.words[at] = wordsIn(sz)
    this.commons[at] = commons
    this.kinds[at] = kind
    this.listed[at] = listed
    this.alive[at] = alive ?? listed
    this.total += this.words[at]!
    this.version++
  }

  #placeOf(id: number): number {
    let [low, high] = [0, this.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.ids[middle]! < id) low = middle + 1
      else high = middle
    }
    return this.ids[low] === id ? low : -1
  }

  #room(length: number): void {
    if (length <= this.ids.length) return
    const size = Math.max(length, Math.ceil(this.ids.length * 1.5))
    const grown = <T extends Float64Array | Uint32Array>(larger: T, from: T): T => {
      larger.set(from.subarray(0, this.length))
      return larger
    }
    this.ids = grown(new Float64Array(size), this.ids)
    this.words = grown(new Uint32Array(size), this.words)
    this.commons = grown(new Uint32Array(size), this.commons)
    this.kinds = grown(new Uint32Array(size), this.kinds)
    this.listed = grown(new Float64Array(size), this.listed)
    this.alive = grown(new Float64Array(size), this.alive)
  }
}

type Row = {
  id: number
  commons: number
  kind: number
  listed: number
  alive: number | null
  /** How many words each column has. */
  sz: Uint8Array
}

const SELECT = `SELECT t.id, t.commons, t.kind, t.listed, t.alive, d.sz
  FROM things t CROSS JOIN search_docsize d ON d.id = t.id`

function wordsIn(sizes: Uint8Array): number {
  const reader = new VarintReader(sizes)
  let sum = 0
  while (!reader.done) sum += reader.next()
  return sum
}
