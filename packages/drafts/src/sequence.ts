/** Elements of one actor each of which is behind the one before it, but for the first: that is behind `parent`. */
type Run = { actor: number; from: number; parent: Run | null; parentCounter: number; depth: number }

/** What a snapshot keeps of it: for each actor, counter of the first, actor and counter of its parent, and so on. */
export type SequenceColumns = number[][]

/**
 * Which element of the text every other was put behind. That alone decides in which order any two of them stand, whatever
 * else is put in later; so the verdict on a mark can ask for it. It costs one entry for each place where somebody began to type.
 */
export class Sequence {
  readonly #runs: Run[][] = []
  readonly #nameOf: (actor: number) => string

  constructor(nameOf: (actor: number) => string) {
    this.#nameOf = nameOf
  }

  /** An element behind `parentCounter` of `parentActor` (negative for the beginning); those after it follow each other. */
  add(actor: number, from: number, parentActor: number, parentCounter: number): void {
    const parent = parentActor < 0 ? null : this.#runOf(parentActor, parentCounter)
    const depth = parent === null ? 0 : parent.depth + 1
    const runs = (this.#runs[actor] ??= [])
    runs.push({ actor, from, parent, parentCounter, depth })
  }

  /** Whether the first element stands before the second. Both must be here. */
  isBefore(actor: number, counter: number, otherActor: number, otherCounter: number): boolean {
    let [a, at] = [this.#runOf(actor, counter), counter]
    let [b, to] = [this.#runOf(otherActor, otherCounter), otherCounter]
    // The child of the common ancestor that each of them is, or stands under; 0 while it is the ancestor itself.
    let [below, under]: [Run | null, Run | null] = [null, null]
    while (a !== b) {
      const [deepA, deepB] = [a.depth >= b.depth, b.depth >= a.depth]
      if (deepA) {
        below = a
        if (a.parent === null) return this.#isHigher(a, b)
        at = a.parentCounter
        a = a.parent
      }
      if (deepB) {
        under = b
        to = b.parentCounter
        b = b.parent!
      }
    }
    if (at !== to) {
      // One goes on in the run where the other left it, or ended.
      const [early, branch] = at < to ? [at, below] : [to, under]
      const isFirst = branch === null || this.#isHigherThan(branch, a.actor, early + 1)
      return at < to ? isFirst : !isFirst
    }
    if (below === null) return under !== null
    return under !== null && this.#isHigher(below, under)
  }

  /** How many places there are where an actor began to type. */
  count(actor: number): number {
    return this.#runs[actor]?.length ?? 0
  }

  /** Takes back all but the first of an actor's. */
  cut(actor: number, count: number): void {
    this.#runs[actor]?.splice(count)
  }

  columns(): SequenceColumns {
    // An actor that never put anything in has none.
    const all: (Run[] | undefined)[] = this.#runs
    return Array.from(all, (runs) =>
      (runs ?? []).flatMap(({ from, parent, parentCounter }) => [from, parent?.actor ?? -1, parentCounter]),
    )
  }

  /** Takes up what was kept: parents before what is behind them. */
  static from(columns: SequenceColumns, nameOf: (actor: number) => string): Sequence {
    const sequence = new Sequence(nameOf)
    const rows = columns.flatMap((column, actor) =>
      Array.from({ length: column.length / 3 }, (_, index) => {
        return { actor, from: column[index * 3]!, parent: column[index * 3 + 1]!, at: column[index * 3 + 2]! }
      }),
    )
    // A parent's counter is always lower.
    rows.sort((a, b) => a.from - b.from)
    for (const { actor, from, parent, at } of rows) sequence.add(actor, from, parent, at)
    return sequence
  }

  /** Of two that are behind the same element, the higher stands first. */
  #isHigher(a: Run, b: Run): boolean {
    return this.#isHigherThan(a, b.actor, b.from)
  }

  #isHigherThan(a: Run, actor: number, counter: number): boolean {
    if (a.from !== counter) return a.from > counter
    return this.#nameOf(a.actor) > this.#nameOf(actor)
  }

  #runOf(actor: number, counter: number): Run {
    const runs = this.#runs[actor]!
    let [low, high] = [0, runs.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (runs[middle]!.from <= counter) low = middle + 1
      else high = middle
    }
    return runs[low - 1]!
  }
}
