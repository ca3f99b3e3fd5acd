import type { Logger, Random, Timers } from '../contract.ts'
import { backOff } from '../direct/back-off.ts'
import { inWords } from '../errors.ts'
import type { Limits } from '../limits.ts'
import type { Sighting } from './mdns/record.ts'

export type SightingsOptions = {
  limits: Limits
  timers: Timers
  random: Random
  logger: Logger
  /** Rejects when nobody proves to be that peer there. */
  dial: (to: Sighting) => Promise<void>
  /** Whether there is a reason to dial just now: nothing to look for, or connected already. */
  wanted: (id: string) => boolean
  /** Whether we dial at once, or leave the other side the time to. */
  first: (id: string) => boolean
}

type Seen = { at: Sighting; attempts: number; timer: unknown; dialing: boolean }

/** Failures in a row after which a peer is forgotten, until it is heard of again. */
const ATTEMPTS = 5

/** Whom mDNS told of, and when to dial them. Bounded: anybody on the network can claim to be any number of peers. */
export class Sightings {
  readonly #options: SightingsOptions
  readonly #seen = new Map<string, Seen>()
  /** The hosts of the dials under way: one that never answers must not keep others waiting. */
  readonly #dialing: string[] = []

  constructor(options: SightingsOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#seen.size
  }

  /** Full: what was heard of longest ago goes, of the same host first, so that a liar crowds out its own lies. */
  add(at: Sighting): void {
    const known = this.#seen.get(at.id)
    if (known) {
      known.at = at
      this.#seen.delete(at.id)
      this.#seen.set(at.id, known) // to the end of the queue of those that go
      return
    }
    this.#makeRoom(at.host)
    const seen: Seen = { at, attempts: 0, timer: null, dialing: false }
    this.#seen.set(at.id, seen)
    this.#later(seen, this.#wait(seen))
  }

  /** There is a reason to dial that was not there before: a topic was joined. */
  again(): void {
    for (const seen of this.#seen.values()) if (!seen.dialing) this.#later(seen, this.#wait(seen))
  }

  /** A connection ended. One that did not live long counts as a failure, or who hangs up at once were dialed at once. */
  lost(id: string, livedMs: number): void {
    const seen = this.#seen.get(id)
    if (!seen || seen.dialing) return
    seen.attempts = livedMs < this.#options.limits.stableMs ? seen.attempts + 1 : 1
    this.#settle(seen)
  }

  /** It said that it leaves. */
  forget(id: string): void {
    const seen = this.#seen.get(id)
    if (!seen) return
    this.#options.timers.clearTimeout(seen.timer)
    this.#seen.delete(id)
  }

  close(): void {
    for (const { timer } of this.#seen.values()) this.#options.timers.clearTimeout(timer)
    this.#seen.clear()
  }

  #wait(seen: Seen): number {
    const { limits, random, first } = this.#options
    const yielded = first(seen.at.id) ? 0 : limits.lanYieldMs
    return seen.attempts === 0 ? yielded : yielded + backOff(seen.attempts, limits, random)
  }

  #later(seen: Seen, ms: number): void {
    const { timers } = this.#options
    timers.clearTimeout(seen.timer)
    seen.timer = timers.setTimeout(() => void this.#dial(seen), ms)
  }

  #makeRoom(host: string): void {
    const { limits } = this.#options
    const ofHost = [...this.#seen.values()].filter((other) => other.at.host === host)
    const oldest =
      ofHost.length >= limits.lanSeenPerHost
        ? ofHost[0]
        : this.#seen.size >= limits.lanSeen
          ? this.#seen.values().next().value
          : undefined
    if (!oldest) return
    this.#options.timers.clearTimeout(oldest.timer)
    this.#seen.delete(oldest.at.id)
  }

  async #dial(seen: Seen): Promise<void> {
    const { wanted, dial, limits, logger } = this.#options
    const { host, id } = seen.at
    if (!wanted(id)) return
    const toHost = this.#dialing.filter((other) => other === host).length
    if (this.#dialing.length >= limits.lanDials || toHost >= limits.lanDialsPerHost)
      return this.#later(seen, limits.redialMs)
    this.#dialing.push(host)
    seen.dialing = true
    try {
      await dial(seen.at)
    } catch (error) {
      logger.debug('a node seen on the local network did not answer', { host, reason: inWords(error) })
      seen.attempts++
      this.#settle(seen)
    } finally {
      this.#dialing.splice(this.#dialing.indexOf(host), 1)
      seen.dialing = false
    }
  }

  #settle(seen: Seen): void {
    if (this.#seen.get(seen.at.id) !== seen) return
    if (seen.attempts >= ATTEMPTS) this.#seen.delete(seen.at.id)
    else this.#later(seen, this.#wait(seen))
  }
}
