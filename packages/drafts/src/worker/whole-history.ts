import { NONE } from '../change/columns.ts'

/** Elements of one actor whose counters, and whose places in the columns, follow each other. */
type Runs = { counters: number[]; elements: number[]; last: number }

const BEGINNING = 0
const END = 0

/**
 * The elements of a text, laid out from a whole history at once: a tree of what was put behind what, in columns of numbers. A text
 * that people look at is kept in stretches (`live-text.ts`), where a position is found fast; putting the elements in there one
 * after another takes twice as long, and for ever where somebody made thousands meet in one place. Here each is touched once.
 */
export class WholeHistory {
  readonly #texts: string[] = ['']
  /** Element 0 is the beginning. */
  #actor = new Uint32Array(1_024)
  #counter = new Uint32Array(1_024)
  #parent = new Uint32Array(1_024)
  readonly #runs: Runs[] = []
  readonly #isHigher: (actor: number, other: number) => boolean
  /** Each has a higher id than the one before: so it is where nobody wrote apart. */
  #isSorted = true

  /** `isHigher`: whether of two actors, by their numbers, the first has the higher name. */
  constructor(isHigher: (actor: number, other: number) => boolean) {
    this.#isHigher = isHigher
  }

  /** Puts an element behind another (`NONE` for the beginning). Counters of one actor only grow. */
  insert(keyActor: number, keyCounter: number, actor: number, counter: number, text: string): void {
    const element = this.#texts.push(text) - 1
    if (element === this.#parent.length) this.#grow()
    this.#actor[element] = actor
    this.#counter[element] = counter
    this.#parent[element] = keyActor === NONE ? BEGINNING : this.#find(keyActor, keyCounter)
    this.#isSorted &&= element === 1 || this.#isLower(element - 1, element)
    this.#remember(actor, counter, element)
  }

  delete(actor: number, counter: number): void {
    this.#texts[this.#find(actor, counter)] = ''
  }

  /** Calls with every element in the order of the text: of those behind the same one, the higher stands first, with all behind it. */
  each(take: (actor: number, counter: number, text: string) => void): void {
    const { first, next } = this.#siblings()
    const left: number[] = []
    for (let at = first[BEGINNING]!; at !== END;) {
      take(this.#actor[at]!, this.#counter[at]!, this.#texts[at]!)
      if (first[at] === END) {
        at = next[at]!
        while (at === END && left.length > 0) at = left.pop()!
      } else {
        if (next[at] !== END) left.push(next[at]!)
        at = first[at]!
      }
    }
  }

  /** For each element the highest behind it, and the next lower one beside it. */
  #siblings(): { first: Uint32Array; next: Uint32Array } {
    const count = this.#texts.length
    const first = new Uint32Array(count)
    const next = new Uint32Array(count)
    const put = (element: number): void => {
      const parent = this.#parent[element]!
      next[element] = first[parent]!
      first[parent] = element
    }
    if (this.#isSorted) for (let element = 1; element < count; element++) put(element)
    else this.#sorted().forEach(put)
    return { first, next }
  }

  /** By id. A list and no typed array: its sorting makes use of the long stretches that are in order already. */
  #sorted(): number[] {
    const elements = Array.from({ length: this.#texts.length - 1 }, (_, index) => index + 1)
    return elements.sort((a, b) => this.#counter[a]! - this.#counter[b]! || (this.#isLower(a, b) ? -1 : 1))
  }

  #isLower(a: number, b: number): boolean {
    if (this.#counter[a] !== this.#counter[b]) return this.#counter[a]! < this.#counter[b]!
    return this.#isHigher(this.#actor[b]!, this.#actor[a]!)
  }

  #remember(actor: number, counter: number, element: number): void {
    const runs = (this.#runs[actor] ??= { counters: [], elements: [], last: 0 })
    const at = runs.counters.length - 1
    const follows =
      at >= 0 && counter - runs.counters[at]! === element - runs.elements[at]! && counter === runs.last + 1
    runs.last = counter
    if (follows) return
    runs.counters.push(counter)
    runs.elements.push(element)
  }

  #find(actor: number, counter: number): number {
    const { counters, elements } = this.#runs[actor]!
    let [low, high] = [0, counters.length]
    // Most refer to what was put in last.
    if (counter >= counters[high - 1]!) low = high
    while (low < high) {
      const middle = (low + high) >> 1
      if (counters[middle]! <= counter) low = middle + 1
      else high = middle
    }
    return elements[low - 1]! + counter - counters[low - 1]!
  }

  #grow(): void {
    const size = this.#parent.length * 2
    const grown = (column: Uint32Array): Uint32Array<ArrayBuffer> => {
      const larger = new Uint32Array(size)
      larger.set(column)
      return larger
    }
    this.#actor = grown(this.#actor)
    this.#counter = grown(this.#counter)
    this.#parent = grown(this.#parent)
  }
}
