import { type Model, ModelError } from './model.ts'

/** As many as a file of the largest size has. */
export const MOST_TRIANGLES = 2_000_000
/** No thing that somebody makes is a thousand kilometres wide: such a number is an error of the file. */
const FARTHEST = 1e9
const AT_FIRST = 3_000

export type Corner = readonly [number, number, number]

/** Gathers triangles, within bounds. */
export class Triangles {
  #corners: Float32Array<ArrayBuffer>
  #used = 0
  #leftOut = 0
  readonly #from: [number, number, number] = [Infinity, Infinity, Infinity]
  readonly #to: [number, number, number] = [-Infinity, -Infinity, -Infinity]

  /** `expected` is taken from a file, so it is only believed within bounds. */
  constructor(expected = 0) {
    this.#corners = new Float32Array(9 * Math.min(Math.max(expected, AT_FIRST), MOST_TRIANGLES))
  }

  get count(): number {
    return this.#used / 9
  }

  add(a: Corner, b: Corner, c: Corner): void {
    if (!(isPlace(a) && isPlace(b) && isPlace(c))) {
      this.#leftOut++
      return
    }
    if (this.count >= MOST_TRIANGLES) throw new ModelError('tooMany', `more than ${MOST_TRIANGLES}`)
    if (this.#used === this.#corners.length) this.#grow()
    this.#put(a)
    this.#put(b)
    this.#put(c)
  }

  finish(unitKnown: boolean): Model {
    const triangles = this.count
    if (triangles === 0)
      throw this.#leftOut > 0
        ? new ModelError('malformed', `${this.#leftOut} triangles without a place`)
        : new ModelError('empty')
    // A copy of its own length: it goes to another thread whole.
    const corners = this.#corners.slice(0, this.#used)
    return { corners, triangles, from: this.#from, to: this.#to, unitKnown, leftOut: this.#leftOut }
  }

  #put(corner: Corner): void {
    for (const axis of [0, 1, 2] as const) {
      const value = corner[axis]
      this.#corners[this.#used++] = value
      if (value < this.#from[axis]) this.#from[axis] = value
      if (value > this.#to[axis]) this.#to[axis] = value
    }
  }

  #grow(): void {
    const larger = new Float32Array(Math.min(this.#corners.length * 2, MOST_TRIANGLES * 9))
    larger.set(this.#corners)
    this.#corners = larger
  }
}

/** Also false for what is no number. */
function isPlace([x, y, z]: Corner): boolean {
  return Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST && Math.abs(z) <= FARTHEST
}
