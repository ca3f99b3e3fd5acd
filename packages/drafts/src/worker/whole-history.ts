import { NONE } from '../change/columns.ts'

/** Elements of one actor whose counters, and whose places in the columns, follow each other. */
type Runs = { counters: number[]; elements: number[]; last: number }

const BEGINNING = 0
const END = -1

/**
 * The elements of a text, laid out from a whole history at once: a chain in columns of numbers, in which an element is put behind
 * another in one step. A text that people look at is kept in stretches (`live-text.ts`), where a position is found fast; to put
 * 180,000 characters there one after another takes three times as long.
 */
export class WholeHistory {
  readonly texts: string[] = ['']
  #next = new Int32Array(1_024)
  #actor = new Uint32Array(1_024)
  #counter = new Uint32Array(1_024)
  readonly #runs: Runs[] = []
  readonly #isHigher: (actor: number, other: number) => boolean

  /** `isHigher`: whether of two actors, by their numbers, the first has the higher name. */
  constructor(isHigher: (actor: number, other: number) => boolean) {
    this.#isHigher = isHigher
    this.#next[BEGINNING] = END
  }

  /** Puts an element behind another (`NONE` for the beginning), before all there that have lower ids. Counters of an actor only grow. */
  insert(keyActor: number, keyCounter: number, actor: number, counter: number, text: string): void {
    const element = this.texts.push(text) - 1
    if (element === this.#next.length) this.#grow()
    this.#actor[element] = actor
    this.#counter[element] = counter
    this.#remember(actor, counter, element)
    let before = keyActor === NONE ? BEGINNING : this.#find(keyActor, keyCounter)
    let behind = this.#next[before]!
    while (behind !== END && this.#stays(behind, actor, counter)) {
      before = behind
      behind = this.#next[behind]!
    }
    this.#next[before] = element
    this.#next[element] = behind
  }

  delete(actor: number, counter: number): void {
    this.texts[this.#find(actor, counter)] = ''
  }

  /** Calls with every element in its order. */
  each(take: (actor: number, counter: number, text: string) => void): void {
    for (let at = this.#next[BEGINNING]!; at !== END; at = this.#next[at]!)
      take(this.#actor[at]!, this.#counter[at]!, this.texts[at]!)
  }

  #stays(element: number, actor: number, counter: number): boolean {
    const other = this.#counter[element]!
    if (other !== counter) return other > counter
    return this.#isHigher(this.#actor[element]!, actor)
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
    // Most refer to what was put in last.
    let [low, high] = [0, counters.length]
    if (counter >= counters[high - 1]!) low = high
    while (low < high) {
      const middle = (low + high) >> 1
      if (counters[middle]! <= counter) low = middle + 1
      else high = middle
    }
    return elements[low - 1]! + counter - counters[low - 1]!
  }

  #grow(): void {
    const size = this.#next.length * 2
    const next = new Int32Array(size)
    next.set(this.#next)
    this.#next = next
    const actor = new Uint32Array(size)
    actor.set(this.#actor)
    this.#actor = actor
    const counter = new Uint32Array(size)
    counter.set(this.#counter)
    this.#counter = counter
  }
}
