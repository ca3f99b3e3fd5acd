const PAGE_BITS = 6

/**
 * Values by the counters of one actor. Most counters of somebody who types follow each other: pages of them take a third of the time
 * and of the room that a map with an entry for each takes.
 */
export class ByCounter<Value> {
  readonly #pages = new Map<number, (Value | undefined)[]>()
  #last = -1
  #page: (Value | undefined)[] = []

  get(counter: number): Value | undefined {
    return this.#pages.get(counter >>> PAGE_BITS)?.[counter & ((1 << PAGE_BITS) - 1)]
  }

  set(counter: number, value: Value): void {
    const number = counter >>> PAGE_BITS
    if (number !== this.#last) {
      const known = this.#pages.get(number)
      this.#page = known ?? Array.from<Value | undefined>({ length: 1 << PAGE_BITS })
      if (known === undefined) this.#pages.set(number, this.#page)
      this.#last = number
    }
    this.#page[counter & ((1 << PAGE_BITS) - 1)] = value
  }
}
