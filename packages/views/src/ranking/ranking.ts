import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { Order } from '../contract.ts'
import { MAX_SEARCH_WORDS } from '../limits.ts'
import type { Prepared } from '../prepared.ts'
import { COLUMN_WEIGHTS, TOKENIZER } from '../schema.ts'
import type { SearchPart } from '../search-words.ts'
import { Best } from './best.ts'
import type { Columns } from './columns.ts'
import { Occurrences } from './occurrences.ts'
import { readSegments, readTombstones, type Segment } from './segments.ts'
import { type Term, walkTerm } from './term-walk.ts'
import { createTokens } from './tokens.ts'

/** What the order of a search rests on beside the things themselves. A page that goes on from another must have the same. */
export type Statistics = {
  /** How many things there are, and words in all of them. */
  things: number
  words: number
  /** How many things have each word. */
  hits: readonly number[]
}

/** A thing in the order of a search: the lowest value is the best, of two alike the lower number. */
export type Ranked = { id: number; value: number }

export type RankedSearch = {
  order: Order
  commons: number | null
  kind: number | null
  /** Conditions on a row `t` of `things`. */
  sql: readonly string[]
  values: readonly SQLInputValue[]
  limit: number
  offset: number
  after: (Ranked & { statistics: Statistics | null }) | null
}

export type RankedPage = { ranked: Ranked[]; total: number; statistics: Statistics }

/** Constants of BM25, as FTS5 has them. */
const K1 = 1.2
const B = 0.75
/** What a word counts that more than half of all things have: FTS5 gives it this much instead of less than nothing. */
const LEAST_IDF = 1e-6

/**
 * Answers searches for words that very many things have. FTS5 takes two microseconds for the rank of one match, most of it to
 * look up how long its text is: 200 ms when a hundred thousand match, as they do for the first letters typed. Here the lists of
 * the index are read through once, page by page, and added up in columns, which gives the same ranks in a tenth of the time.
 */
export class Ranking {
  readonly #prepared: Prepared
  readonly #columns: Columns
  readonly #tokens: (word: string) => readonly string[]
  readonly #known = new Map<string, Known>()
  #segments: readonly Remaining[] | null = null
  /** What had been written when something was last remembered. */
  #since = ''

  constructor(db: DatabaseSync, prepared: Prepared, columns: Columns) {
    this.#prepared = prepared
    this.#columns = columns
    this.#tokens = createTokens(db, TOKENIZER)
  }

  /** The words as the index has them; null if it takes one of them for several, or some belong together. */
  termsOf(typed: readonly SearchPart[]): Term[] | null {
    const terms: Term[] = []
    for (const [at, { words, quoted }] of typed.entries()) {
      const tokens = words.length === 1 ? this.#tokens(words[0]!) : []
      if (tokens.length !== 1) return null
      terms.push({ word: tokens[0]!, beginning: at === typed.length - 1 && !quoted })
    }
    return terms.length > MAX_SEARCH_WORDS ? null : terms
  }

  /** The columns must have caught up. */
  search(terms: readonly Term[], of: RankedSearch): RankedPage {
    this.#refresh()
    const each = terms.map((term) => this.#occurrencesOf(term))
    const columns = this.#columns
    const now = { things: columns.length, words: columns.total, hits: each.map(({ hits }) => hits) }
    const { after } = of
    const statistics = after?.statistics?.hits.length === terms.length ? after.statistics : now
    const found = this.#found(of, each)
    const values = this.#valuesOf(of.order, found, each, statistics)
    const best = new Best(of.limit + of.offset)
    for (const [index, at] of found.entries()) {
      const value = values[index]!
      if (after === null || value > after.value || (value === after.value && columns.ids[at]! > after.id)) {
        best.add(at, value)
      }
    }
    const ranked = best.sorted().slice(of.offset)
    return {
      ranked: ranked.map(({ place, value }) => ({ id: columns.ids[place]!, value })),
      total: found.length,
      statistics,
    }
  }

  /** What is remembered goes when anything is written. */
  #refresh(): void {
    const written = this.#prepared('SELECT total_changes() AS n').get()?.['n']
    const now = `${String(written)} ${this.#columns.version}`
    if (now === this.#since) return
    this.#known.clear()
    this.#segments = null
    this.#since = now
  }

  #occurrencesOf(term: Term): Occurring {
    const key = `${term.word}${term.beginning ? '*' : ''}`
    return this.#remember(key, () => {
      const occurrences = new Occurrences(this.#columns, COLUMN_WEIGHTS)
      for (const { segment, removed } of this.#remaining()) {
        occurrences.segment(removed)
        walkTerm(this.#prepared, segment, term, occurrences)
      }
      return occurrences
    })
  }

  #remaining(): readonly Remaining[] {
    this.#segments ??= readSegments(this.#prepared).map((segment) => ({
      segment,
      removed: readTombstones(this.#prepared, segment),
    }))
    return this.#segments
  }

  /** Where all words are and everything fits: of those that have the rarest word, each of the others is one look. */
  #found({ commons, kind, sql, values }: RankedSearch, each: readonly Occurring[]): Uint32Array {
    const columns = this.#columns
    const [rarest, ...others] = each.toSorted((a, b) => a.hits - b.hits)
    if (rarest === undefined || rarest.hits === 0) return new Uint32Array()
    const fitting = sql.length === 0 ? null : this.#fitting(sql, values)
    let count = 0
    const found = new Uint32Array(rarest.hits)
    for (let index = 0; index < rarest.hits; index++) {
      const at = rarest.places[index]!
      if (commons !== null && columns.commons[at] !== commons) continue
      if (kind !== null && columns.kinds[at] !== kind) continue
      if (fitting !== null && fitting[at] === 0) continue
      if (others.some(({ sums }) => sums[at] === 0)) continue
      found[count++] = at
    }
    return found.subarray(0, count)
  }

  /** What stands for the order of each that was found. */
  #valuesOf(
    order: Order,
    found: Uint32Array,
    each: readonly Occurring[],
    statistics: Statistics,
  ): Float64Array {
    const { words, listed, alive } = this.#columns
    const values = new Float64Array(found.length)
    if (order !== 'relevance') {
      const from = order === 'newest' ? listed : alive
      for (let index = 0; index < found.length; index++) values[index] = -from[found[index]!]!
      return values
    }
    const average = statistics.words / statistics.things
    // Added up in the order that FTS5 adds them, word by word, and negated at the end: so even the last bit is the same.
    for (const [which, { sums }] of each.entries()) {
      const weight = idf(statistics.things, statistics.hits[which]!)
      for (let index = 0; index < found.length; index++) {
        const at = found[index]!
        const often = sums[at]!
        const length = K1 * (1 - B + (B * words[at]!) / average)
        values[index]! += weight * ((often * (K1 + 1)) / (often + length))
      }
    }
    for (let index = 0; index < found.length; index++) values[index] = -1 * values[index]!
    return values
  }

  /** Which things fit, for conditions that the columns don't have: the same for every letter of a search. */
  #fitting(sql: readonly string[], values: readonly SQLInputValue[]): Uint8Array {
    return this.#remember(JSON.stringify([sql, values]), () => {
      const fitting = new Uint8Array(this.#columns.length)
      const rows = this.#prepared(
        `SELECT group_concat(id) AS ids FROM (SELECT t.id FROM things t WHERE ${sql.join(' AND ')} ORDER BY t.id)`,
      ).get(...values)
      const { ids, length } = this.#columns
      let at = 0
      for (const id of String(rows?.['ids'] ?? '').split(',')) {
        while (at < length && ids[at]! < Number(id)) at++
        if (at < length && ids[at] === Number(id)) fitting[at] = 1
      }
      return fitting
    })
  }

  /** The last few are kept: while one types, all words but the last stay the same. */
  #remember<T extends Known>(key: string, make: () => T): T {
    const known = this.#known.get(key) as T | undefined
    const value = known ?? make()
    this.#known.delete(key)
    this.#known.set(key, value)
    for (const [oldest] of this.#known) {
      if (this.#known.size <= MOST_KNOWN) break
      this.#known.delete(oldest)
    }
    return value
  }
}

/** Columns that are remembered; each has a few bytes a thing. */
const MOST_KNOWN = 8

type Remaining = { readonly segment: Segment; readonly removed: ReadonlySet<number> }
type Occurring = Pick<Occurrences, 'sums' | 'places' | 'hits'>
type Known = Occurring | Uint8Array

function idf(things: number, hits: number): number {
  const value = Math.log((things - hits + 0.5) / (hits + 0.5))
  return value > 0 ? value : LEAST_IDF
}
