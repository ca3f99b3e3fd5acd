// How two nodes find out which listings differ: first one digest of all, then one of each bucket, then what is in those.
import { isNewer, type ListingFacts, placeOfListing } from './facts.ts'

/** By the first byte of the name of a place. */
export const LISTING_BUCKETS = 256

/** What two nodes tell each other of a listing before either sends it. */
export type ListingHead = {
  /** The name of its place: eight bytes of a hash, in hexadecimal. */
  readonly name: string
  readonly at: number
  /** The beginning of its hash: eight bytes. */
  readonly hash: string
}

const DIGEST_BYTES = 16

/** The exclusive or of what stands for each listing: the same for equal sets, in whatever order. */
export function digestOf(hashes: Iterable<string>): Uint8Array {
  const digest = new Uint8Array(DIGEST_BYTES)
  for (const hash of hashes)
    for (let at = 0; at < DIGEST_BYTES; at++)
      digest[at]! ^= Number.parseInt(hash.slice(at * 2, at * 2 + 2), 16)
  return digest
}

export function bucketOf(name: string): number {
  return Number.parseInt(name.slice(0, 2), 16)
}

/** Buckets in which the two have something different. */
export function differingBuckets(mine: readonly string[], theirs: readonly string[]): number[] {
  return Array.from({ length: LISTING_BUCKETS }, (_, at) => at).filter((at) => mine[at] !== theirs[at])
}

/** Whether the other side has something here that is worth asking for. */
export function isWanted(head: ListingHead, mine: ListingHead | undefined): boolean {
  if (!mine) return true
  return head.at === mine.at ? head.hash > mine.hash : head.at > mine.at
}

/** The set that all come to who have been told all of these, below the bounds: of each place the newest. */
export function newestOfEach<L extends ListingFacts>(listings: Iterable<L>): Map<string, L> {
  const newest = new Map<string, L>()
  for (const one of listings) {
    const before = newest.get(placeOfListing(one))
    if (!before || isNewer(one, before)) newest.set(placeOfListing(one), one)
  }
  return newest
}
