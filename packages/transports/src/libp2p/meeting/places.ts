import { isIP } from 'node:net'
import type { MeetingPlaceStatus } from '../../contract.ts'
import { parseAddress } from '../../network-address.ts'
import type { Limits } from '../../limits.ts'
import { placeAddress } from './protocol.ts'

/** Rounds between two tries at most: at half a minute each, an hour. */
const MOST_ROUNDS = 120

/** Places remembered not to have answered, also when others are told meanwhile: else who tells two in turns had each dialed anew. */
const MOST_FAILED = 256

/** How a place is told: as libp2p writes it and as people do. */
type Place = { readonly address: string; readonly said: string }

/**
 * The meeting places there are to go to: those that were given, and a few that peers said they open. Who was told of a place
 * can't know whether it is one: each is tried, and one that doesn't answer is tried ever more rarely, so that whoever lies
 * costs a few dials.
 */
export class Places {
  readonly #given: readonly Place[]
  readonly #own: () => string | null
  readonly #limits: Limits
  #told: readonly Place[] = []
  /** Of learned places. Failures in a row, and rounds until the next try. */
  readonly #failed = new Map<string, { times: number; rounds: number }>()
  readonly #there = new Set<string>()
  readonly #tried = new Set<string>()

  constructor(given: readonly Place[], own: () => string | null, limits: Limits) {
    this.#given = given
    this.#own = own
    this.#limits = limits
  }

  /** In libp2p's form: one's own, those that were given, those learned. */
  all(): string[] {
    const own = this.#own()
    const mine = [...(own === null ? [] : [own]), ...this.#given.map(({ address }) => address)]
    return [...new Set([...mine, ...this.#learned().map(({ address }) => address)])]
  }

  /** At how many places one can be reached at once. */
  get most(): number {
    return 1 + this.#given.length + this.#limits.meetLearned
  }

  /** Places that peers opened, the best first: `HOST:PORT` with the address in numbers; what is none is passed over. */
  learn(addresses: readonly string[]): void {
    const known = new Set(this.#given.map(({ address }) => address))
    this.#told = addresses.flatMap((said) => {
      const place = inNumbers(said)
      return place && !known.has(place.address) ? [place] : []
    })
    const now = new Set(this.all())
    for (const address of this.#tried) if (!now.has(address)) this.#tried.delete(address)
  }

  /** Of which nothing bad is known yet. */
  fresh(): string[] {
    return this.all().filter((address) => !this.#failed.has(address))
  }

  /** To be tried in this round. */
  due(): string[] {
    return this.all().filter((address) => {
      const failed = this.#failed.get(address)
      return !failed || failed.rounds-- <= 0
    })
  }

  reached(address: string): void {
    this.#tried.add(address)
    this.#there.add(address)
  }

  /** It didn't answer, or was left. `lived`: for so long that it is one. */
  lost(address: string, lived: boolean): void {
    this.#there.delete(address)
    this.#tried.add(address)
    if (lived) return void this.#failed.delete(address)
    if (!this.#learned().some((place) => place.address === address)) return
    const times = (this.#failed.get(address)?.times ?? 0) + 1
    this.#failed.delete(address)
    const [oldest = ''] = this.#failed.size < MOST_FAILED ? [] : this.#failed.keys()
    this.#failed.delete(oldest)
    this.#failed.set(address, { times, rounds: Math.min(2 ** (times - 1) - 1, MOST_ROUNDS) })
  }

  status(): MeetingPlaceStatus[] {
    const state = ({ address }: Place): MeetingPlaceStatus['state'] =>
      this.#there.has(address) ? 'there' : this.#tried.has(address) ? 'away' : 'unknown'
    return [
      ...this.#given.map((place) => ({ address: place.said, learned: false, state: state(place) })),
      ...this.#learned().map((place) => ({ address: place.said, learned: true, state: state(place) })),
    ]
  }

  /** Those in use stay: whoever tells of ever new ones takes no place that works. Then those that have failed least. */
  #learned(): Place[] {
    const failures = ({ address }: Place): number => this.#failed.get(address)?.times ?? 0
    const rank = (place: Place): number => (this.#there.has(place.address) ? -1 : failures(place))
    return this.#told.toSorted((a, b) => rank(a) - rank(b)).slice(0, this.#limits.meetLearned)
  }
}

/** No names: asking for one tells somebody, and its answer is another's to choose. */
function inNumbers(said: string): Place | null {
  try {
    const address = parseAddress(said)
    return isIP(address.host) === 0 ? null : { address: placeAddress(address), said }
  } catch {
    return null
  }
}
