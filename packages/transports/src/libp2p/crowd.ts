import type { Limits } from '../limits.ts'
import type { Neighbour } from './neighbour.ts'

type Place = { neighbour: Neighbour; host: string }

/** The libp2p connections there are: one with each peer, and not more strangers than fit. */
export class Crowd {
  readonly #limits: Limits
  readonly #places = new Map<string, Place>()

  constructor(limits: Limits) {
    this.#limits = limits
  }

  has(id: string): boolean {
    return this.#places.has(id)
  }

  get(id: string): Neighbour | undefined {
    return this.#places.get(id)?.neighbour
  }

  places(): Place[] {
    return [...this.#places.values()]
  }

  values(): Neighbour[] {
    return [...this.#places.values()].map(({ neighbour }) => neighbour)
  }

  /**
   * Where both sides dialed, both keep the connection that the one with the smaller id dialed. A second one by the same
   * side replaces the first, whose end was not noticed here yet.
   * @returns false when the new one was not taken; it is closed then
   */
  add(neighbour: Neighbour, host: string, mineIsSmaller: boolean): boolean {
    const old = this.get(neighbour.id)
    // Both sides see the same: a direct way is better whoever dialed it.
    if (old && neighbour.relayed && !old.relayed) {
      neighbour.close(new Error('there is a direct connection'))
      return false
    }
    const alike = old?.relayed === neighbour.relayed
    if (old && alike && old.dialedByMe !== neighbour.dialedByMe && old.dialedByMe === mineIsSmaller) {
      neighbour.close(new Error('there is a connection already'))
      return false
    }
    old?.close(new Error('another connection with the peer is used'))
    this.#places.delete(neighbour.id)
    this.#makeRoom(host)
    this.#places.set(neighbour.id, { neighbour, host })
    return true
  }

  /** False when another connection has taken its place. */
  remove(neighbour: Neighbour): boolean {
    if (this.get(neighbour.id) !== neighbour) return false
    return this.#places.delete(neighbour.id)
  }

  /** Of those with nothing in common, the oldest goes, of the same host first: one computer can't crowd others out. */
  #makeRoom(host: string): void {
    const strangers = [...this.#places.values()].filter(({ neighbour }) => neighbour.stranger)
    const ofHost = strangers.filter((place) => place.host === host)
    const oldest =
      ofHost.length >= this.#limits.lanStrangersPerHost
        ? ofHost[0]
        : strangers.length >= this.#limits.lanStrangers
          ? strangers[0]
          : undefined
    oldest?.neighbour.close(new Error('too many neighbours with nothing in common'))
  }
}
