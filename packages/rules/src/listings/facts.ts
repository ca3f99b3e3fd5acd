import type { CommonsId, PersonId } from '@allmende/vocabulary'

/** What is decided by, of a listing: "this public commons is there", said by a person. */
export type ListingFacts = {
  readonly person: PersonId
  readonly commons: CommonsId
  /** When it was signed, as its author says; of two by one person about one commons the later counts. */
  readonly at: number
  readonly until: number
  /** Of all its bytes, in hexadecimal. */
  readonly hash: string
  /** It takes back what the person said of the commons before. */
  readonly gone: boolean
}

/** A listing that is kept, and how it came here. */
export type KeptListing = ListingFacts & {
  /** Counts up with each that came in. */
  readonly arrived: number
  /** Who brought it first; null for one's own. */
  readonly source: string | null
  /** Others have brought it too. */
  readonly confirmed: boolean
}

/** A listing is good for this long; a node that runs says it again in time. */
export const LISTING_MS = 30 * 24 * 60 * 60_000

/** Listings that one node keeps: some ten megabytes, and a search through them takes milliseconds. */
export const MAX_LISTINGS = 10_000

/** Of one person: who has more than this to show can list a commons that has links to them. */
export const MAX_LISTINGS_EACH = 20

/** As far as a clock may be ahead. One further ahead would win against all that is said later. */
export const LISTING_AHEAD_MS = 10 * 60_000

/** One place for each person and commons. */
export function placeOfListing({ person, commons }: Pick<ListingFacts, 'person' | 'commons'>): string {
  return `${person} ${commons}`
}

/** Which of two by one person about one commons counts; the hash decides where the time doesn't, alike everywhere. */
export function isNewer(one: ListingFacts, other: ListingFacts): boolean {
  return one.at === other.at ? one.hash > other.hash : one.at > other.at
}

export function isTimely({ at, until }: Pick<ListingFacts, 'at' | 'until'>, now: number): boolean {
  return at <= now + LISTING_AHEAD_MS && until > now && until > at && until <= at + LISTING_MS
}
