/** The sessions of a draft by numbers: what many changes name is kept once. */
export class Actors {
  readonly #names: string[] = []
  readonly #numbers = new Map<string, number>()

  get names(): string[] {
    return this.#names
  }

  /** The number of an actor, who has one from now on. */
  numberOf(name: string): number {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    this.#numbers.set(name, this.#names.length)
    return this.#names.push(name) - 1
  }

  find(name: string): number | undefined {
    return this.#numbers.get(name)
  }

  readonly nameOf = (number: number): string => this.#names[number]!

  /** The one numbered last was only asked about. */
  forgetLast(): void {
    this.#numbers.delete(this.#names.pop()!)
  }
}
