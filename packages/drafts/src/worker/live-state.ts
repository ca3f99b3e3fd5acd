/** What stands in a live text, to be kept in a snapshot: runs instead of elements, most of which follow the one before. */
export type LiveState = {
  actors: string[]
  /** By threes: whose, the first counter, how many with counters that follow. */
  ids: Uint32Array
  /** By twos: how many UTF-16 units an element takes in the text, and how many elements take as many. */
  widths: Uint32Array
  text: string
  marks: [actor: number, counter: number, begins: boolean, expand: boolean][]
}

/** Gathers elements, in order. */
export class LiveStateWriter {
  readonly #ids: number[] = []
  readonly #widths: number[] = []
  readonly #texts: string[] = []

  add(actor: number, counter: number, text: string): void {
    const ids = this.#ids
    const end = ids.length
    if (ids[end - 3] === actor && ids[end - 2]! + ids[end - 1]! === counter) ids[end - 1]!++
    else ids.push(actor, counter, 1)
    const widths = this.#widths
    if (widths.at(-2) === text.length) widths[widths.length - 1]!++
    else widths.push(text.length, 1)
    this.#texts.push(text)
  }

  state(actors: readonly string[], marks: LiveState['marks']): LiveState {
    return {
      actors: [...actors],
      ids: Uint32Array.from(this.#ids),
      widths: Uint32Array.from(this.#widths),
      text: this.#texts.join(''),
      marks,
    }
  }
}

/** Calls `each` for every element, in order. */
export function eachElement(
  { ids, widths, text }: LiveState,
  each: (actor: number, counter: number, text: string) => void,
): void {
  let at = 0
  let run = 0
  let left = widths[1] ?? 0
  for (let index = 0; index < ids.length; index += 3) {
    for (let next = 0; next < ids[index + 2]!; next++) {
      while (left === 0) left = widths[(run += 2) + 1]!
      left--
      const width = widths[run]!
      each(ids[index]!, ids[index + 1]! + next, text.slice(at, at + width))
      at += width
    }
  }
}
