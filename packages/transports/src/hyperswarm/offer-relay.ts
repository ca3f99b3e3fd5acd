import { Server, type RelaySession } from 'blind-relay'
import type HyperDHT from 'hyperdht'
import type { RawStream } from 'hyperdht'
import { hex } from '../bytes.ts'
import type { Clock, KeyPair, Logger, PeerStream, Timers } from '../contract.ts'
import { inWords } from '../errors.ts'
import { RelayBudget } from '../relay/budget.ts'
import type { RelayLimits, RelayStats } from '../relay/limits.ts'
import { RELAY_TOPIC } from './relay-topic.ts'

export type OfferRelayOptions = {
  /** A node that others reach without punching. */
  dht: HyperDHT
  /** Of the relay alone: a DHT takes a key once. */
  keyPair: KeyPair
  clock: Clock
  timers: Timers
  logger: Logger
  limits: RelayLimits
}

/** The DHT forgets announcements after twenty minutes. */
const ANNOUNCE_MS = 600_000

/** While nobody takes the announcement: the first node may come at any moment. */
const ANNOUNCE_SOON_MS = 5_000

type Guest = {
  stream: PeerStream
  session: RelaySession
  host: string
  came: number
  since: number
  carrying: number
}
type Half = { guest: Guest; raw: RawStream; seen: number }

/**
 * Passes on what two nodes that can't reach each other have for one another: encrypted UDP streams, packet by packet, in
 * native code. Nothing is kept and nothing can be read; seen are both addresses, both node keys and how much it is.
 */
export class RelayService {
  readonly #options: OfferRelayOptions
  readonly #relay: Server
  readonly #budget: RelayBudget
  readonly #guests = new Map<RelaySession, Guest>()
  /** Both ends of what is carried, under the token of the pairing. */
  readonly #pairs = new Map<string, Half[]>()
  #server: ReturnType<HyperDHT['createServer']> | null = null
  #looking: unknown = null
  #announcing: unknown = null
  #bytes = 0
  #refused = 0
  #cut = 0
  #closed = false

  constructor(options: OfferRelayOptions) {
    const { dht, limits, clock } = options
    this.#options = options
    this.#budget = new RelayBudget(limits, clock.now())
    this.#relay = new Server({ createStream: (more) => dht.createRawStream({ ...more, framed: true }) })
  }

  /** Listens. Resolves before others can find it: that is announced behind it. */
  async open(): Promise<void> {
    const { dht, keyPair } = this.#options
    this.#server = dht.createServer({}, (stream) => this.#welcome(stream))
    this.#look()
    await this.#server.listen(keyPair)
    this.#announce()
  }

  stats(): RelayStats {
    return {
      sessions: this.#guests.size,
      pairs: this.#pairs.size,
      bytes: this.#bytes,
      refused: this.#refused,
      cut: this.#cut,
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    const { timers } = this.#options
    timers.clearTimeout(this.#looking)
    timers.clearTimeout(this.#announcing)
    for (const guest of this.#guests.values()) guest.stream.destroy()
    await this.#server?.close()
  }

  #welcome(stream: PeerStream): void {
    stream.on('error', () => {}) // guests come and go; unheard here it would end the process
    const { limits, clock } = this.#options
    const host = (stream.rawStream as RawStream).remoteHost ?? ''
    const ofHost = [...this.#guests.values()].filter((guest) => guest.host === host).length
    const full = this.#guests.size >= limits.sessions || ofHost >= limits.sessionsPerHost
    if (this.#closed || full || !this.#budget.may(host, clock.now())) return this.#refuse(stream)
    const session = this.#relay.accept(stream, { id: stream.remotePublicKey })
    const guest: Guest = { stream, session, host, came: clock.now(), since: clock.now(), carrying: 0 }
    this.#guests.set(session, guest)
    session.on('error', () => {})
    stream.on('data', () => this.#bound(guest))
    session.on('pair', (_initiator, token, raw) => this.#carry(hex(token), guest, raw))
    stream.once('close', () => this.#guests.delete(session))
  }

  #refuse(stream: PeerStream): void {
    this.#refused++
    stream.destroy()
  }

  /** Each pairing that is asked for is remembered until its other half comes: who asks for thousands is let go. */
  #bound({ stream, came }: Guest): void {
    const { limits, clock } = this.#options
    const allowed = limits.talkBytes + (limits.talkBytesPerSecond * (clock.now() - came)) / 1_000
    if (stream.rawBytesRead > allowed) stream.destroy()
  }

  #carry(token: string, guest: Guest, raw: RawStream): void {
    const { limits } = this.#options
    if (this.#pairs.size >= limits.pairs && !this.#pairs.has(token)) return this.#refuse(guest.stream)
    const halves = this.#pairs.get(token) ?? []
    this.#pairs.set(token, halves)
    const half = { guest, raw, seen: 0 }
    halves.push(half)
    guest.carrying++
    raw.once('close', () => {
      this.#count(half)
      this.#end(token)
    })
  }

  /** Neither end is of use without the other, and the one that is left would not notice for half a minute. */
  #end(token: string): void {
    const halves = this.#pairs.get(token)
    this.#pairs.delete(token)
    for (const { guest, raw } of halves ?? []) {
      guest.carrying--
      guest.since = this.#options.clock.now()
      if (!raw.destroyed) raw.destroy()
    }
  }

  /** False: beyond what is allowed. */
  #count(half: Half): boolean {
    const { clock } = this.#options
    const fresh = half.raw.bytesReceived - half.seen
    if (fresh <= 0) return true
    half.seen += fresh
    this.#bytes += fresh
    return this.#budget.spend(half.guest.host, fresh, clock.now())
  }

  /** Packets pass in native code, so what went over is counted a few times a second. */
  #look(): void {
    const { timers, limits, clock, logger } = this.#options
    for (const [token, halves] of this.#pairs) {
      // Both are counted before either is cut off.
      const beyond = halves.filter((half) => !this.#count(half))
      if (beyond.length === 0) continue
      this.#cut++
      logger.info('a relayed connection was cut off: more was carried than is allowed', {
        host: beyond[0]?.guest.host,
      })
      this.#end(token)
      // The ends learn of it by losing the relay: what is passed on has no way to say so.
      for (const { guest } of halves) guest.stream.destroy()
    }
    const now = clock.now()
    for (const guest of this.#guests.values()) {
      if (guest.carrying === 0 && now - guest.since > limits.idleMs) guest.stream.destroy()
    }
    if (!this.#closed) this.#looking = timers.setTimeout(() => this.#look(), limits.lookMs)
  }
  /** Announced anew before the DHT forgets it; soon again where nobody took it. */
  #announce(): void {
    const { dht, keyPair, timers, logger } = this.#options
    const again = (ms: number): void => {
      if (!this.#closed) this.#announcing = timers.setTimeout(() => this.#announce(), ms)
    }
    if (this.#closed) return
    dht
      .announce(RELAY_TOPIC, keyPair, this.#server?.relayAddresses ?? [])
      .finished()
      .then(() => again(ANNOUNCE_MS))
      .catch((error: unknown) => {
        logger.debug('the relay could not be announced', { reason: inWords(error) })
        again(ANNOUNCE_SOON_MS)
      })
  }
}
