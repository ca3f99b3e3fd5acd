import { sameSecret } from '../home/same-secret.ts'
import type { GuestRight } from './contract.ts'
import {
  GUEST_BURST,
  GUEST_PER_SECOND,
  KNOCK_BURST,
  KNOCK_PER_SECOND,
  MARK_BURST,
  MARK_PER_SECOND,
  MAX_GUESTS,
  SECRET_BYTES,
  SUGGEST_BURST,
  SUGGEST_PER_SECOND,
} from './limits.ts'
import { Rate } from '../server/rate.ts'
import { fail } from '../errors.ts'

/** Somebody who came in by a door and gave a name. */
export type Guest = {
  readonly id: string
  readonly name: string
  readonly since: number
  /** What their page shows from then on. */
  readonly pass: string
  readonly rate: Rate
  readonly suggesting: Rate
  readonly marking: Rate
  /** What they suggested, by what their page calls it: sent again after a lost answer, it is no second one. */
  readonly suggested: Map<string, Promise<{ readonly id: string; readonly pieces: number }>>
  streams: number
}

/** What was opened, for whom, until when. */
export type Door = {
  readonly id: string
  readonly name: string | null
  readonly what: 'draft' | 'good'
  readonly thing: string
  readonly title: string
  readonly host: string
  readonly right: GuestRight
  readonly until: number
  readonly secret: string
  /** Aborts when the door is closed: everything that runs through it ends. */
  readonly closed: AbortController
  readonly guests: Map<string, Guest>
}

export type Entered = { readonly door: Door; readonly guest: Guest }

const ALPHABET = 'ybndrfg8ejkmcpqxot1uwisza345h769'
/** Addresses whose wrong knocks are counted; beyond, all others count as one. */
const MAX_KNOCKERS = 1_000

type Random = { bytes(count: number): Uint8Array }

/** Letters and digits without case, so that a QR code of it is small and typing it is forgiven. */
export function newSecret(random: Random): string {
  return Array.from(random.bytes(SECRET_BYTES * 2), (byte) => ALPHABET[byte % 32])
    .join('')
    .slice(0, 32)
}

/** Who is let in where. */
export class Doors {
  readonly #open = new Map<string, Door>()
  readonly #knockers = new Map<string, Rate>()
  readonly #random: Random
  readonly #clock: { now(): number }

  constructor(random: Random, clock: { now(): number }) {
    this.#random = random
    this.#clock = clock
  }

  get size(): number {
    return this.#open.size
  }

  all(): Door[] {
    return [...this.#open.values()]
  }

  add(door: Door): void {
    this.#open.set(door.id, door)
  }

  close(door: Door): void {
    this.#open.delete(door.id)
    door.closed.abort(fail('GUEST_CLOSED'))
  }

  /** By the secret of its link. Throws GUEST_CLOSED, GUEST_RATE. */
  byLink(bearer: string | null, from: string): Door {
    const found = this.#search(bearer, from, this.all(), ({ secret }) => secret)
    if (found.until <= this.#clock.now()) throw fail('GUEST_CLOSED')
    return found
  }

  /** By what a guest was given. Throws GUEST_CLOSED, GUEST_RATE. */
  byPass(bearer: string | null, from: string): Entered {
    const entered = this.all().flatMap((door) => [...door.guests.values()].map((guest) => ({ door, guest })))
    const found = this.#search(bearer, from, entered, ({ guest }) => guest.pass)
    if (found.door.until <= this.#clock.now()) throw fail('GUEST_CLOSED')
    if (!found.guest.rate.take(this.#clock.now())) throw fail('GUEST_RATE')
    return found
  }

  /** Throws GUEST_MANY. */
  enter(door: Door, name: string): Guest {
    if (door.guests.size >= MAX_GUESTS) throw fail('GUEST_MANY', { expected: `at most ${MAX_GUESTS}` })
    const now = this.#clock.now()
    const rate = new Rate(GUEST_BURST, GUEST_PER_SECOND, now)
    const [id, pass] = [newSecret(this.#random).slice(0, 12), newSecret(this.#random)]
    const suggesting = new Rate(SUGGEST_BURST, SUGGEST_PER_SECOND, now)
    const marking = new Rate(MARK_BURST, MARK_PER_SECOND, now)
    const suggested: Guest['suggested'] = new Map()
    const guest: Guest = { id, name, since: now, pass, rate, suggesting, marking, suggested, streams: 0 }
    door.guests.set(id, guest)
    return guest
  }

  /** All are compared, whichever fits first: the time says nothing. A closed door and a wrong secret are answered alike. */
  #search<T>(bearer: string | null, from: string, among: readonly T[], secretOf: (one: T) => string): T {
    const fits = bearer === null ? [] : among.filter((one) => sameSecret(secretOf(one), bearer))
    const [found] = fits
    if (found !== undefined) return found
    if (!this.#mayKnock(from)) throw fail('GUEST_RATE')
    throw fail('GUEST_CLOSED')
  }

  #mayKnock(from: string): boolean {
    const now = this.#clock.now()
    if (this.#knockers.size >= MAX_KNOCKERS)
      for (const [address, rate] of this.#knockers) if (rate.full(now)) this.#knockers.delete(address)
    const key = this.#knockers.has(from) || this.#knockers.size < MAX_KNOCKERS ? from : ''
    const rate = this.#knockers.get(key) ?? new Rate(KNOCK_BURST, KNOCK_PER_SECOND, now)
    this.#knockers.set(key, rate)
    return rate.take(now)
  }
}
