import type { PersonId } from '@allmende/vocabulary'
import {
  isNewer,
  type KeptListing,
  type ListingFacts,
  MAX_LISTINGS,
  MAX_LISTINGS_EACH,
  placeOfListing,
} from './facts.ts'

/** What to do with a listing that came in, and which of those kept have to go for it. */
export type Admission = {
  readonly admit: boolean
  readonly reason: 'new' | 'newer' | 'known' | 'older' | 'too-many-of-one' | 'no-room'
  /** Places that become free. */
  readonly drop: readonly string[]
}

/** Listings by their place, and by their person: a flood must not make each admission look through all of them. */
export class ListingSet {
  readonly #byPlace = new Map<string, KeptListing>()
  readonly #byPerson = new Map<PersonId, Set<string>>()

  get size(): number {
    return this.#byPlace.size
  }

  get(place: string): KeptListing | undefined {
    return this.#byPlace.get(place)
  }

  values(): KeptListing[] {
    return [...this.#byPlace.values()]
  }

  of(person: PersonId): KeptListing[] {
    return [...(this.#byPerson.get(person) ?? [])].flatMap((place) => this.#byPlace.get(place) ?? [])
  }

  put(one: KeptListing): void {
    const place = placeOfListing(one)
    this.#byPlace.set(place, one)
    const places = this.#byPerson.get(one.person) ?? new Set()
    this.#byPerson.set(one.person, places.add(place))
  }

  drop(place: string): void {
    const one = this.#byPlace.get(place)
    if (!one) return
    this.#byPlace.delete(place)
    const places = this.#byPerson.get(one.person)
    places?.delete(place)
    if (places?.size === 0) this.#byPerson.delete(one.person)
  }
}

export type KeepOptions = {
  /** People whom somebody vouched for in one's own commons. */
  readonly isTrusted: (person: PersonId) => boolean
  readonly max?: number
}

/**
 * Whether a listing is kept. Below the bound of the whole the outcome doesn't depend on the order of arrival: of each
 * place the newest, of each person the newest twenty; since what is said anew about a commons only ever moves it forward,
 * one that was dropped would be dropped in any order.
 */
export function admitListing(
  held: ListingSet,
  one: KeptListing,
  { isTrusted, max = MAX_LISTINGS }: KeepOptions,
): Admission {
  const before = held.get(placeOfListing(one))
  if (before && !isNewer(one, before)) {
    return { admit: false, reason: before.hash === one.hash ? 'known' : 'older', drop: [] }
  }
  const drop = overOne(held, one)
  if (drop === 'itself') return { admit: false, reason: 'too-many-of-one', drop: [] }
  const reason = before ? 'newer' : 'new'
  if (before || drop.length > 0 || held.size < max) return { admit: true, reason, drop }
  const victim = victimAmong([...held.values(), one], isTrusted)
  if (victim === one || !victim) return { admit: false, reason: 'no-room', drop: [] }
  return { admit: true, reason, drop: [placeOfListing(victim)] }
}

/** The oldest of the person, when this one makes them too many. */
function overOne(held: ListingSet, one: ListingFacts): string[] | 'itself' {
  const place = placeOfListing(one)
  const others = held.of(one.person).filter((other) => placeOfListing(other) !== place)
  if (others.length < MAX_LISTINGS_EACH) return []
  const oldest = others.reduce((a, b) => (isNewer(b, a) ? a : b))
  return isNewer(one, oldest) ? [placeOfListing(oldest)] : 'itself'
}

/**
 * Which one goes when there are too many. Never one's own; those of people who are vouched for last; those that several
 * nodes brought late. Among the rest it is the node that brought most, of what it brought the person with most, and of
 * theirs what came last: whoever floods pushes out their own flood, and what was here before stays.
 */
export function victimAmong(
  listings: readonly KeptListing[],
  isTrusted: KeepOptions['isTrusted'],
): KeptListing | undefined {
  const foreign = listings.filter(({ source }) => source !== null)
  const worth = (one: KeptListing) => (isTrusted(one.person) ? 2 : one.confirmed ? 1 : 0)
  const lowest = Math.min(...new Set(foreign.map(worth)))
  const cheap = foreign.filter((one) => worth(one) === lowest)
  const fromOne = largest(cheap, ({ source }) => source ?? '')
  const ofOne = largest(fromOne, ({ person }) => person)
  return ofOne.toSorted((a, b) => b.arrived - a.arrived)[0]
}

/** The largest group; of groups of one size the one whose name comes last, so that all decide alike. */
function largest(listings: readonly KeptListing[], groupOf: (one: KeptListing) => string): KeptListing[] {
  const groups = Map.groupBy(listings, groupOf)
  const [found] = [...groups].toSorted(
    ([a, one], [b, other]) => other.length - one.length || (a < b ? 1 : -1),
  )
  return found?.[1] ?? []
}
