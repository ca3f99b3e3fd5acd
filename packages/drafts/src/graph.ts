import { Actors } from './actors.ts'
import type { Change } from './change/parse.ts'
import { type CausalClock, Elements, type ElementsColumns } from './elements.ts'
import { GENESIS_ACTOR, GENESIS_FILES_COUNTER, GENESIS_HASH, GENESIS_PARTS_HASH } from './genesis.ts'
import type { ObjectKey, PartChange, PartFault } from './places.ts'

/** What a snapshot keeps of a graph: columns, one row for each change. */
export type GraphColumns = ElementsColumns & {
  actors: string[]
  hashes: Uint8Array
  actor: Uint32Array
  start: Uint32Array
  count: Uint32Array
  time: Float64Array
  /** For each change how many changes it rests on, then their rows, all in one. */
  deps: Uint32Array
}

/** Clocks are kept for one change in so many and walked to from the others; all of them would be changes × actors. */
const CLOCK_EVERY = 16

/** The changes that every draft begins with. */
const FIRST = 2

/** The changes of a draft that count, in an order in which they can be applied, and who put in which characters. */
export class ChangeGraph {
  readonly #rows = new Map<string, number>()
  readonly #hashes: string[] = []
  readonly #actor: number[] = []
  readonly #start: number[] = []
  readonly #count: number[] = []
  readonly #time: number[] = []
  readonly #deps: number[][] = []
  readonly #depth: number[] = []
  readonly #clocks = new Map<number, CausalClock>()
  readonly #actors = new Actors()
  readonly #elements: Elements
  readonly #heads = new Set<number>()
  #operations = 0

  constructor(columns?: GraphColumns) {
    for (const actor of columns?.actors ?? []) this.#actors.numberOf(actor)
    const actor = this.#actors.numberOf(GENESIS_ACTOR)
    this.#elements = new Elements(this.#actors, columns)
    this.#push(GENESIS_HASH, actor, { startOp: 1, count: 1, time: 0 }, [])
    this.#push(GENESIS_PARTS_HASH, actor, { startOp: 2, count: 3, time: 0 }, [0])
  }

  static from(columns: GraphColumns): ChangeGraph {
    const graph = new ChangeGraph(columns)
    const hashes = Buffer.from(columns.hashes).toString('hex')
    let at = 0
    for (let row = 0; row < columns.actor.length; row++) {
      const count = columns.deps[at++]!
      const deps = [...columns.deps.subarray(at, at + count)]
      at += count
      const part = { startOp: columns.start[row]!, count: columns.count[row]!, time: columns.time[row]! }
      if (row >= FIRST) graph.#push(hashes.slice(row * 64, row * 64 + 64), columns.actor[row]!, part, deps)
    }
    return graph
  }

  columns(): GraphColumns {
    return {
      ...this.#elements.columns(),
      actors: this.#actors.names,
      hashes: Buffer.from(this.#hashes.join(''), 'hex'),
      actor: Uint32Array.from(this.#actor),
      start: Uint32Array.from(this.#start),
      count: Uint32Array.from(this.#count),
      time: Float64Array.from(this.#time),
      deps: Uint32Array.from(this.#deps.flatMap((deps) => [deps.length, ...deps])),
    }
  }

  /** How many changes, those left out that every draft begins with. */
  get size(): number {
    return this.#hashes.length - FIRST
  }

  /** Where two set something apart: Automerge's name of the object, the line if it is one, and the key. */
  conflicts(heads?: readonly string[]): Generator<ObjectKey> {
    return this.#elements.conflicts(heads && this.#clockOf(heads))
  }

  /** Which change set what is shown in each place beside the text, or took it out. */
  partChanges(): PartChange[] {
    return this.#elements.partChanges(this.changeWith())
  }

  /** How many fields, lines and files there are. */
  partCounts(): ReturnType<Elements['partCounts']> {
    return this.#elements.partCounts()
  }

  /** Operations of all changes, those left out that every draft begins with. */
  get operations(): number {
    return this.#operations - GENESIS_FILES_COUNTER
  }

  /** Sessions that made a change. */
  get sessions(): number {
    return this.#actors.names.length - 1
  }

  hasSession(actor: string): boolean {
    return this.#actors.find(actor) !== undefined
  }

  has(hash: string): boolean {
    return this.#rows.has(hash)
  }

  /** The changes that no other rests on. */
  heads(): string[] {
    return [...this.#heads].map((row) => this.#hashes[row]!).sort()
  }

  /** The highest counter among changes all of which are here. */
  maxCounter(hashes: readonly string[]): number {
    return Math.max(0, ...hashes.map((hash) => this.#last(this.#rows.get(hash)!)))
  }

  /** Adds a change that rests only on changes which are here. */
  add(change: Change): void {
    const actor = this.#actors.numberOf(change.actor)
    this.#elements.add(change)
    const deps = change.deps.map((hash) => this.#rows.get(hash)!)
    this.#push(change.hash, actor, change, deps)
  }

  /** Tells whether `ancestor` is among the changes that `deps` rest on, or one of them. */
  restsOn(deps: readonly string[], ancestor: string): boolean {
    if (deps.includes(ancestor)) return true
    const row = this.#rows.get(ancestor)!
    return (this.#clockOf(deps)[this.#actor[row]!] ?? 0) >= this.#last(row)
  }

  /** Tells whether every element a change refers to was put in by a change it rests on, and none it takes out ends a mark. */
  knowsReferences(change: Change): boolean {
    if (change.references.length === 0 && change.deleted.length === 0) return true
    return this.#elements.knowsReferences(change, this.#clockOf(change.deps))
  }

  /** What is wrong with edits beside the text, told from what the change rests on. */
  partFault(change: Change): PartFault | null {
    if (change.parts.length === 0) return null
    return this.#elements.partFault(change, this.#clockOf(change.deps))
  }

  /** Whether each mark begins before it ends. */
  hasMarksInOrder(change: Change): boolean {
    return this.#elements.hasMarksInOrder(change)
  }

  /** Whether an operation that counts put in a character. */
  putIn(actor: string, counter: number): boolean {
    return this.#elements.putIn(actor, counter)
  }

  /** Some changes with all they rest on, those left out that every draft begins with. All must be here. */
  under(hashes: readonly string[]): Set<string> {
    const rows = this.#under(hashes.map((hash) => this.#rows.get(hash)!))
    return new Set([...rows].filter((row) => row >= FIRST).map((row) => this.#hashes[row]!))
  }

  /** Those among some changes that no other of them rests on. */
  headsAmong(hashes: readonly string[]): string[] {
    return this.#headsOf(this.#under(hashes.map((hash) => this.#rows.get(hash)!))).toSorted()
  }

  /** All changes in an order that every node gives them: by counter, then by actor. A change comes after what it rests on. */
  changes(): { hash: string; actor: string; time: number; count: number }[] {
    const rows = Array.from({ length: this.size }, (_, index) => index + FIRST)
    rows.sort((a, b) => this.#start[a]! - this.#start[b]! || (this.#actorOf(a) < this.#actorOf(b) ? -1 : 1))
    return rows.map((row) => {
      return {
        hash: this.#hashes[row]!,
        actor: this.#actorOf(row),
        time: this.#time[row]!,
        count: this.#count[row]!,
      }
    })
  }

  /**
   * What others made since some heads, `own` being the actors of whoever asks, and how it went apart: `ours` is what was seen
   * with own changes that know of nothing newer, `theirs` what the new changes rest on with themselves, `base` what is in both.
   * Null when one of the heads isn't here.
   */
  since(
    seen: readonly string[],
    own: ReadonlySet<string>,
  ): { fresh: string[]; base: string[]; ours: string[]; theirs: string[] } | null {
    const rows = seen.map((hash) => this.#rows.get(hash))
    if (rows.some((row) => row === undefined)) return null
    // A text seen before the second of them came to be rests on the first alone.
    const ours = this.#under([1, ...(rows as number[])])
    const fresh: number[] = []
    for (let row = 0; row < this.#hashes.length; row++) {
      if (ours.has(row)) continue
      if (!own.has(this.#actorOf(row))) fresh.push(row)
      else if (this.#deps[row]!.every((dep) => ours.has(dep))) ours.add(row)
    }
    const theirs = this.#under(fresh)
    const both = new Set([...ours].filter((row) => theirs.has(row)))
    return {
      fresh: fresh.map((row) => this.#hashes[row]!),
      base: this.#headsOf(both),
      ours: this.#headsOf(ours),
      theirs: this.#headsOf(theirs),
    }
  }

  /** Some rows with all they rest on. */
  #under(rows: readonly number[]): Set<number> {
    const under = new Set(rows)
    for (const row of under) for (const dep of this.#deps[row]!) under.add(dep)
    return under
  }

  #headsOf(rows: ReadonlySet<number>): string[] {
    const restedOn = new Set([...rows].flatMap((row) => this.#deps[row]!))
    return [...rows].filter((row) => !restedOn.has(row)).map((row) => this.#hashes[row]!)
  }

  /** Tells which change an operation of an actor is in. */
  changeWith(): (actor: string, counter: number) => string | undefined {
    const rowsOf = new Map<string, number[]>()
    for (let row = 0; row < this.#hashes.length; row++) {
      const actor = this.#actorOf(row)
      const rows = rowsOf.get(actor)
      if (rows) rows.push(row)
      else rowsOf.set(actor, [row])
    }
    for (const rows of rowsOf.values()) rows.sort((a, b) => this.#start[a]! - this.#start[b]!)
    let last = 0
    return (actor, counter) => {
      // What was typed in one go is asked for in one go.
      if (actor !== this.#actorOf(last) || counter < this.#start[last]! || counter > this.#last(last)) {
        const rows = rowsOf.get(actor) ?? []
        let [low, high] = [0, rows.length]
        while (low < high) {
          const middle = (low + high) >> 1
          if (this.#start[rows[middle]!]! <= counter) low = middle + 1
          else high = middle
        }
        const row = rows[low - 1]
        if (row === undefined || counter > this.#last(row)) return undefined
        last = row
      }
      return this.#hashes[last]!
    }
  }

  #push(
    hash: string,
    actor: number,
    part: { startOp: number; count: number; time: number },
    deps: number[],
  ): void {
    const row = this.#hashes.length
    this.#rows.set(hash, row)
    this.#hashes.push(hash)
    this.#actor.push(actor)
    this.#start.push(part.startOp)
    this.#count.push(part.count)
    this.#operations += part.count
    this.#time.push(part.time)
    this.#deps.push(deps)
    for (const dep of deps) this.#heads.delete(dep)
    this.#heads.add(row)
    const depth = 1 + deps.reduce((most, dep) => Math.max(most, this.#depth[dep]!), 0)
    this.#depth.push(depth % CLOCK_EVERY)
    if (depth === CLOCK_EVERY) {
      const clock = this.#walk(deps)
      clock[actor] = Math.max(clock[actor] ?? 0, this.#last(row))
      this.#clocks.set(row, clock)
    }
  }

  #clockOf(hashes: readonly string[]): CausalClock {
    return this.#walk(hashes.map((hash) => this.#rows.get(hash)!))
  }

  #walk(rows: readonly number[]): CausalClock {
    const clock: CausalClock = []
    const seen = new Set<number>(rows)
    for (const row of seen) {
      const kept = this.#clocks.get(row)
      if (kept !== undefined) raise(clock, kept)
      else {
        const actor = this.#actor[row]!
        clock[actor] = Math.max(clock[actor] ?? 0, this.#last(row))
        for (const dep of this.#deps[row]!) seen.add(dep)
      }
    }
    return clock
  }

  #last(row: number): number {
    return this.#start[row]! + this.#count[row]! - 1
  }

  #actorOf(row: number): string {
    return this.#actors.nameOf(this.#actor[row]!)
  }
}

function raise(clock: CausalClock, other: CausalClock): void {
  other.forEach((counter, actor) => {
    if (counter > (clock[actor] ?? 0)) clock[actor] = counter
  })
}
