import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  admitListing,
  bucketOf,
  digestOf,
  type KeptListing,
  LISTING_BUCKETS,
  type ListingHead,
  ListingSet,
  placeOfListing,
} from '@allmende/rules'
import type { Clock, PersonId } from '@allmende/vocabulary'
import { writeWhole } from '../home.ts'
import { type Listing, readKeptListing, readListing } from './listing.ts'

const HASH_CHARACTERS = 16

export type Kept = KeptListing & Listing

/** What became of a listing that came in: kept anew, known already, not wanted, or not a listing. */
export type Taken = 'kept' | 'known' | 'refused' | 'broken'

type Dependencies = {
  readonly file: string
  readonly clock: Clock
  readonly isTrusted: (person: PersonId) => boolean
  /** A commons or a person that this node's person doesn't want to see. */
  readonly isHidden: (listing: Pick<Listing, 'person' | 'commons'>) => boolean
}

/** All listings this node knows, as a cache on disk: what is lost comes again from others. */
export class ListingBoard {
  readonly #parts: Dependencies
  readonly #set = new ListingSet()
  readonly #byName = new Map<string, Kept>()
  /** Names of those that were refused: they aren't asked for again on every connection. */
  readonly #refused = new Set<string>()
  #arrived = 0
  #digest: string | null = null
  #dirty = false

  constructor(parts: Dependencies) {
    this.#parts = parts
  }

  async load(): Promise<void> {
    const lines = await readFile(this.#parts.file, 'utf8').catch(() => '')
    for (const line of lines.split('\n')) {
      const [source = '', confirmed, text = ''] = line.split(' ')
      if (text === '') continue
      const bytes = new Uint8Array(Buffer.from(text, 'base64'))
      this.#takeRead(readKeptListing(bytes, this.#parts.clock.now()), source === '-' ? null : source)
      if (confirmed === '1') this.#confirm([...this.#byName.values()].at(-1), null)
    }
    this.#dirty = false
  }

  async save(): Promise<void> {
    if (!this.#dirty) return
    this.#dirty = false
    const lines = this.all().map(
      ({ source, confirmed, bytes }) =>
        `${source ?? '-'} ${confirmed ? 1 : 0} ${Buffer.from(bytes).toString('base64')}`,
    )
    await writeWhole(this.#parts.file, `${lines.join('\n')}\n`)
  }

  /** Those that hold now, withdrawals among them; what is over is forgotten. */
  all(): Kept[] {
    const now = this.#parts.clock.now()
    for (const [name, one] of this.#byName) if (one.until <= now) this.#drop(name, one)
    return [...this.#byName.values()]
  }

  /** What a node brought, or (without a source) what was said here. */
  take(bytes: Uint8Array, source: string | null): Taken {
    return this.#takeRead(readListing(bytes, this.#parts.clock.now()), source)
  }

  #takeRead(listing: Listing | null, source: string | null): Taken {
    if (!listing) return 'broken'
    const name = nameOf(listing)
    if (this.#parts.isHidden(listing)) {
      this.#refused.add(name)
      return 'refused'
    }
    const one: Kept = { ...listing, arrived: this.#arrived++, source, confirmed: false }
    const { admit, reason, drop } = admitListing(this.#set, one, this.#parts)
    if (reason === 'known') this.#confirm(this.#byName.get(name), source)
    for (const place of drop) {
      const victim = this.#byName.get(nameOfPlace(place))
      if (victim) this.#drop(nameOfPlace(place), victim)
    }
    if (!admit) return reason === 'known' ? 'known' : 'refused'
    this.#set.put(one)
    this.#byName.set(name, one)
    this.#changed()
    return 'kept'
  }

  /** Forgets what isn't to be seen any more. */
  hideNow(): void {
    for (const [name, one] of this.#byName)
      if (this.#parts.isHidden(one)) {
        this.#drop(name, one)
        this.#refused.add(name)
      }
  }

  /** Asks again for what was refused before. */
  forgetRefusals(): void {
    this.#refused.clear()
  }

  isRefused(name: string): boolean {
    return this.#refused.has(name)
  }

  head(name: string): ListingHead | undefined {
    const one = this.#byName.get(name)
    return one && headOf(name, one)
  }

  bytesOf(name: string): Uint8Array | undefined {
    return this.#byName.get(name)?.bytes
  }

  heads(buckets: ReadonlySet<number>): ListingHead[] {
    this.all()
    return [...this.#byName].flatMap(([name, one]) =>
      buckets.has(bucketOf(name)) ? [headOf(name, one)] : [],
    )
  }

  digest(): { count: number; digest: string } {
    const all = this.all()
    this.#digest ??= hex(digestOf(all.map(({ hash }) => hash)))
    return { count: all.length, digest: this.#digest }
  }

  buckets(): string[] {
    const hashes: string[][] = Array.from({ length: LISTING_BUCKETS }, () => [])
    for (const [name, { hash }] of this.#byName) hashes[bucketOf(name)]?.push(hash)
    return hashes.map((bucket) => hex(digestOf(bucket)).slice(0, HASH_CHARACTERS))
  }

  /** A node has everything that is here. */
  confirmAll(source: string): void {
    for (const one of this.#byName.values()) this.#confirm(one, source)
  }

  #confirm(one: Kept | undefined, source: string | null): void {
    if (!one || one.confirmed || one.source === source) return
    const confirmed = { ...one, confirmed: true }
    this.#set.put(confirmed)
    this.#byName.set(nameOf(one), confirmed)
    this.#dirty = true
  }

  #drop(name: string, one: Kept): void {
    this.#set.drop(placeOfListing(one))
    this.#byName.delete(name)
    this.#changed()
  }

  #changed(): void {
    this.#digest = null
    this.#dirty = true
  }
}

function nameOf(listing: Pick<Listing, 'person' | 'commons'>): string {
  return nameOfPlace(placeOfListing(listing))
}

function nameOfPlace(place: string): string {
  return createHash('sha256').update(place).digest('hex').slice(0, HASH_CHARACTERS)
}

function headOf(name: string, { at, hash }: Listing): ListingHead {
  return { name, at, hash: hash.slice(0, HASH_CHARACTERS) }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
