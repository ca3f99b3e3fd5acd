import type { LogKey } from '@allmende/vocabulary'

type Place = { way: string; bytes: number }
type Sum = { places: number; bytes: number }

export type Shares = {
  newcomersCarried: number
  placed: boolean
  newcomersOfWay: number
  newcomerBytes: { all: number; ofWay: number }
}

/** Who has a newcomer's place, by which way they came, and how many bytes of theirs are here. Bookkeeping only. */
export class Newcomers {
  readonly #places = new Map<LogKey, Place>()
  readonly #ways = new Map<string, Sum>()
  #bytes = 0

  get size(): number {
    return this.#places.size
  }

  has(log: LogKey): boolean {
    return this.#places.has(log)
  }

  /** Gives a place; who has one keeps the way by which they came. */
  place(log: LogKey, way: string): void {
    if (this.#places.has(log)) return
    this.#places.set(log, { way, bytes: 0 })
    this.#sumOf(way).places++
  }

  leave(log: LogKey): void {
    const place = this.#places.get(log)
    if (!place) return
    this.#places.delete(log)
    const sum = this.#sumOf(place.way)
    sum.places--
    sum.bytes -= place.bytes
    this.#bytes -= place.bytes
    if (sum.places === 0) this.#ways.delete(place.way)
  }

  /** Blocks of theirs came in. */
  grew(log: LogKey, bytes: number): void {
    const place = this.#places.get(log)
    if (!place) return
    place.bytes += bytes
    this.#sumOf(place.way).bytes += bytes
    this.#bytes += bytes
  }

  /** How things stand for a log that comes, or came, by this way; its own place is not counted. */
  shares(log: LogKey, way: string): Shares {
    const placed = this.#places.get(log)
    const sum = this.#ways.get(placed?.way ?? way) ?? { places: 0, bytes: 0 }
    const own = placed ? 1 : 0
    return {
      newcomersCarried: this.#places.size - own,
      placed: placed !== undefined,
      newcomersOfWay: sum.places - own,
      newcomerBytes: { all: this.#bytes, ofWay: sum.bytes },
    }
  }

  #sumOf(way: string): Sum {
    let sum = this.#ways.get(way)
    if (!sum) this.#ways.set(way, (sum = { places: 0, bytes: 0 }))
    return sum
  }
}
