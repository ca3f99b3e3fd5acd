import { isIP } from 'node:net'
import { formatAddress, isLocalNetwork, parseAddress } from '@allmende/transports'
import type { Clock, NodeId } from '@allmende/vocabulary'
import type { NotesFile } from '../notes-file.ts'

export type PlaceNote = { readonly address: string; readonly at: number }

/** Places that are kept in mind; transports go to fewer at a time. */
const MOST_PLACES = 8
const DAY_MS = 86_400_000
/** What wasn't said again for so long isn't there any more: a router at home has had another address since. */
const OLD_MS = 30 * DAY_MS

/** Which peer opens a meeting place, and where: one of a node and one of an address, the newest. */
export class KnownPlaces {
  readonly #notes: NotesFile<PlaceNote>
  readonly #clock: Clock
  /** The newest last. */
  readonly #places: Map<NodeId, PlaceNote>

  constructor(notes: NotesFile<PlaceNote>, clock: Clock) {
    this.#notes = notes
    this.#clock = clock
    const fresh = [...notes.entries()].filter(([, { at }]) => clock.now() - at < OLD_MS)
    this.#places = new Map(fresh.toSorted(([, a], [, b]) => a.at - b.at) as [NodeId, PlaceNote][])
  }

  /** The newest first. */
  addresses(): string[] {
    return [...this.#places.values()].map(({ address }) => address).toReversed()
  }

  /**
   * A peer says that it opens a place, or (port 0) that it does no more. `seenAt` is where the peer itself is: whoever tells may name a port
   * of its own computer, and has nobody dial anybody else.
   * @returns whether it is news
   */
  heard(node: NodeId, seenAt: string, port: number): boolean {
    const host = hostOf(seenAt)
    if (host === null) return false
    if (port === 0) return this.#places.delete(node)
    const address = formatAddress({ host, port })
    const now = this.#clock.now()
    const known = this.#places.get(node)
    if (known?.address === address && now - known.at < DAY_MS) return false
    for (const [other, place] of this.#places) if (hostOf(place.address) === host) this.#places.delete(other)
    this.#places.delete(node)
    this.#places.set(node, { address, at: now })
    for (const [oldest] of [...this.#places].slice(0, -MOST_PLACES)) this.#places.delete(oldest)
    return true
  }

  /** Only what is on the internet: in another network the same address is somebody else's. */
  async save(): Promise<void> {
    for (const [node] of this.#notes.entries())
      if (!this.#places.has(node as NodeId)) await this.#notes.delete(node)
    for (const [node, place] of this.#places) {
      const host = hostOf(place.address) ?? ''
      if (this.#notes.get(node) !== place && !isLocalNetwork(host)) await this.#notes.set(node, place)
    }
  }
}

/** Null for what is no address in numbers, such as a stick. */
function hostOf(address: string): string | null {
  try {
    const { host } = parseAddress(address)
    return isIP(host) === 0 ? null : host
  } catch {
    return null
  }
}
