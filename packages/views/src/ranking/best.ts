/** Places with a value each; the lowest value is the best, of two alike the lower place. */
export class Best {
  readonly #most: number
  readonly #places: number[] = []
  readonly #values: number[] = []

  /** Keeps this many: a heap with the worst on top, so that what isn't better costs one comparison. */
  constructor(most: number) {
    this.#most = most
  }

  add(place: number, value: number): void {
    if (this.#places.length < this.#most) {
      this.#places.push(place)
      this.#values.push(value)
      this.#rise(this.#places.length - 1)
    } else if (this.#most > 0 && this.#isBefore(place, value, 0)) {
      this.#places[0] = place
      this.#values[0] = value
      this.#sink()
    }
  }

  /** The best first. */
  sorted(): { place: number; value: number }[] {
    return this.#places
      .map((place, at) => ({ place, value: this.#values[at]! }))
      .sort((a, b) => a.value - b.value || a.place - b.place)
  }

  #isBefore(place: number, value: number, other: number): boolean {
    const against = this.#values[other]!
    return value < against || (value === against && place < this.#places[other]!)
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const above = (at - 1) >> 1
      if (!this.#isBefore(this.#places[above]!, this.#values[above]!, at)) return
      this.#swap(at, above)
      at = above
    }
  }

  #sink(): void {
    const count = this.#places.length
    for (let at = 0; ;) {
      let worst = at
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < count && this.#isBefore(this.#places[worst]!, this.#values[worst]!, below)) worst = below
      }
      if (worst === at) return
      this.#swap(at, worst)
      at = worst
    }
  }

  #swap(a: number, b: number): void {
    ;[this.#places[a], this.#places[b]] = [this.#places[b]!, this.#places[a]!]
    ;[this.#values[a], this.#values[b]] = [this.#values[b]!, this.#values[a]!]
  }
}
