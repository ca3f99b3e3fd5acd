import type { Actors } from './actors.ts'
import type { Change } from './change/parse.ts'
import type { CounterRange } from './change/operations.ts'
import { inRanges, joinRanges, rangeEnd, touchesRanges } from './change/ranges.ts'
import type { ChangeActors, ObjectKey, PartChange, PartFault, PlacesColumns } from './places.ts'
import { Places } from './places.ts'
import { Sequence, type SequenceColumns } from './sequence.ts'

/** For each actor, by its number, the highest counter that a set of changes rests on. */
export type CausalClock = number[]

/** What a snapshot keeps of it. */
export type ElementsColumns = {
  inserts: number[][]
  marks: number[][]
  sequence: SequenceColumns
  places: PlacesColumns
}

/** What the changes that count put into a draft: characters and ends of marks, in which order they stand, and what is beside the text. */
export class Elements {
  readonly #actors: Actors
  /** For each actor the counters that put in an element of the text, and those of the ends of marks, as sorted ranges. */
  readonly #inserts: number[][]
  readonly #marks: number[][]
  readonly #sequence: Sequence
  readonly #places: Places

  constructor(actors: Actors, columns?: ElementsColumns) {
    this.#actors = actors
    this.#inserts = columns?.inserts ?? []
    this.#marks = columns?.marks ?? []
    this.#sequence =
      columns === undefined ? new Sequence(actors.nameOf) : Sequence.from(columns.sequence, actors.nameOf)
    this.#places = new Places(columns?.places)
  }

  columns(): ElementsColumns {
    return {
      inserts: this.#inserts,
      marks: this.#marks,
      sequence: this.#sequence.columns(),
      places: this.#places.columns(),
    }
  }

  /** Where two set something apart: Automerge's name of the object, the line if it is one, and the key. */
  *conflicts(clock?: CausalClock): Generator<ObjectKey> {
    for (const { actor, counter, line, key } of this.#places.conflicts(clock))
      yield { object: `${counter}@${this.#actors.nameOf(actor)}`, line, key }
  }

  /** Which change set what is shown in each place beside the text, or took it out. */
  partChanges(changeOf: (actor: string, counter: number) => string | undefined): PartChange[] {
    const { nameOf } = this.#actors
    return this.#places.shown(nameOf).map(({ of, gone, actor, counter }) => {
      return { of, ...(gone && { gone }), hash: changeOf(nameOf(actor), counter)! }
    })
  }

  /** How many fields, lines and files there are. */
  partCounts(): ReturnType<Places['counts']> {
    return this.#places.counts()
  }

  /** Takes in a change that was found good. */
  add(change: Change): void {
    const actor = this.#actors.numberOf(change.actor)
    joinRanges((this.#inserts[actor] ??= []), change.inserts)
    joinRanges((this.#marks[actor] ??= []), change.marks)
    this.#startRuns(change, actor)
    if (change.parts.length > 0) this.#places.add(change.parts, actor, this.#actorsOf(change))
  }

  /** Tells whether every element a change refers to was put in by a change it rests on, and none it takes out ends a mark. */
  knowsReferences(change: Change, clock: CausalClock): boolean {
    const knows = ({ actor, from, to }: CounterRange, orMark: boolean): boolean => {
      const number = this.#actors.find(change.actors[actor]!)
      if (number === undefined || (clock[number] ?? 0) < to) return false
      if (!orMark && touchesRanges(this.#marks[number] ?? [], from, to)) return false
      return rangeEnd(this.#inserts[number] ?? [], from) >= to
    }
    return (
      change.references.every((range) => knows(range, true)) &&
      change.deleted.every((range) => knows(range, false))
    )
  }

  /** What is wrong with edits beside the text, told from what the change rests on. */
  partFault(change: Change, clock: CausalClock): PartFault | null {
    return this.#places.fault(change.parts, this.#actorsOf(change), change.startOp, clock)
  }

  /** Whether each mark begins before it ends: a document where one doesn't is saved by Automerge, but not loaded. */
  hasMarksInOrder(change: Change): boolean {
    if (change.marks.length === 0) return true
    const isNew = this.#actors.find(change.actor) === undefined
    const actor = this.#actors.numberOf(change.actor)
    const before = this.#sequence.count(actor)
    this.#startRuns(change, actor)
    let good = true
    for (let index = 0; index < change.marks.length; index += 2)
      for (let begin = change.marks[index]!; begin < change.marks[index + 1]!; begin += 2)
        good &&= this.#sequence.isBefore(actor, begin, actor, begin + 1)
    this.#sequence.cut(actor, before)
    if (isNew) this.#actors.forgetLast()
    return good
  }

  #startRuns({ starts, actors }: Change, author: number): void {
    for (let index = 0; index < starts.length; index += 3) {
      const key = starts[index + 1]!
      const parent = key <= 0 ? (key === 0 ? author : key) : this.#actors.find(actors[key]!)!
      this.#sequence.add(author, starts[index]!, parent, starts[index + 2]!)
    }
  }

  #actorsOf({ actors }: Change): ChangeActors {
    return {
      names: actors,
      numbers: actors.map((name) => this.#actors.find(name)),
      nameOf: this.#actors.nameOf,
    }
  }

  /** Whether an operation that counts put in a character. */
  putIn(actor: string, counter: number): boolean {
    const number = this.#actors.find(actor)
    if (number === undefined || inRanges(this.#marks[number] ?? [], counter)) return false
    return inRanges(this.#inserts[number] ?? [], counter)
  }
}
