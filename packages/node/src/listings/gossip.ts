import { createHash } from 'node:crypto'
import { differingBuckets, isWanted } from '@allmende/rules'
import { type ConversationEnd, type LinkProtocol, Rate, type Sync, type Talk } from '@allmende/sync'
import type { Clock, Logger } from '@allmende/vocabulary'
import { inBackground } from '../in-background.ts'
import type { ListingBoard } from './board.ts'
import {
  HEADS_AT_ONCE,
  LISTINGS_AT_ONCE,
  MAX_MESSAGE_BYTES,
  type Message,
  readMessage,
  WANTS_AT_ONCE,
  writeMessage,
} from './messages.ts'

/** WARNING: on the wire; derives the topic. */
const PROTOCOL = 'allmende/listings/1'

/** Where nodes meet that have something listed, or look for something. */
export const LISTINGS_TOPIC = new Uint8Array(createHash('sha256').update(`${PROTOCOL} meeting`).digest())

/** Messages of one connection: a first exchange of ten thousand listings is some 400. */
const BURST = 600
const PER_SECOND = 10

/** Listings that one connection brings at once and steadily, and all together: each is two signatures to verify. */
const TAKEN = { atOnce: 3_000, perSecond: 5 } as const
const TAKEN_OF_ALL = { atOnce: 12_000, perSecond: 50 } as const

/** A node that sends more broken ones than a bad moment explains has nothing to say. */
const BROKEN_BORNE = 10

/** What came in together is passed on together. */
const PASS_ON_AFTER_MS = 100
/** What a full neighbour has let go, or a lost message, comes again by this. */
const COMPARE_EVERY_MS = 5 * 60_000

type Dependencies = {
  readonly board: ListingBoard
  readonly sync: Pick<Sync, 'converse'>
  readonly clock: Clock
  readonly logger: Logger
}

type Neighbour = {
  readonly talk: Talk
  readonly pace: Rate
  broken: number
  /** Both digests when they were last compared: what differs for good isn't compared again. */
  compared: string
}

/** Passes listings on among nodes, whether they have a commons in common or not. */
export class ListingGossip {
  readonly #parts: Dependencies
  readonly #neighbours = new Set<Neighbour>()
  readonly #pace: Rate
  readonly #fresh = new Map<Uint8Array, Neighbour | null>()
  #passing: NodeJS.Timeout | null = null
  #comparing: NodeJS.Timeout | null = null
  #stop: (() => void) | null = null

  constructor(parts: Dependencies) {
    this.#parts = parts
    this.#pace = new Rate(TAKEN_OF_ALL.atOnce, TAKEN_OF_ALL.perSecond, parts.clock.now())
  }

  start(): void {
    const protocol: LinkProtocol = {
      name: PROTOCOL,
      maxBytes: MAX_MESSAGE_BYTES,
      burst: BURST,
      perSecond: PER_SECOND,
      open: (talk) => this.#meet(talk),
    }
    this.#stop = this.#parts.sync.converse(protocol)
    this.#comparing = setInterval(() => this.compare(), COMPARE_EVERY_MS)
    this.#comparing.unref()
  }

  close(): void {
    this.#stop?.()
    if (this.#passing) clearTimeout(this.#passing)
    if (this.#comparing) clearInterval(this.#comparing)
  }

  /** Tells everybody what was said here. */
  tell(bytes: Uint8Array): void {
    this.#passOn(bytes, null)
  }

  /** Compares with everybody again. */
  compare(): void {
    for (const neighbour of this.#neighbours) this.#sayDigest(neighbour)
  }

  #meet(talk: Talk): ConversationEnd {
    const pace = new Rate(TAKEN.atOnce, TAKEN.perSecond, this.#parts.clock.now())
    const neighbour: Neighbour = { talk, pace, broken: 0, compared: '' }
    this.#neighbours.add(neighbour)
    this.#sayDigest(neighbour)
    return {
      onMessage: (bytes) => this.#onMessage(neighbour, readMessage(bytes)),
      onClose: () => void this.#neighbours.delete(neighbour),
    }
  }

  #onMessage(neighbour: Neighbour, message: Message): void {
    const { board, logger } = this.#parts
    switch (message.type) {
      case 'digest':
        return this.#onDigest(neighbour, message.digest)
      case 'buckets': {
        const differ = differingBuckets(board.buckets(), message.digests)
        const heads = board.heads(new Set(differ))
        for (const some of chunks(heads, HEADS_AT_ONCE)) say(neighbour, { type: 'heads', heads: some })
        return
      }
      case 'heads': {
        const names = message.heads
          .filter((head) => isWanted(head, board.head(head.name)) && !board.isRefused(head.name))
          .map(({ name }) => name)
        for (const some of chunks(names, WANTS_AT_ONCE)) say(neighbour, { type: 'want', names: some })
        return
      }
      case 'want':
        return inBackground(logger, 'handing over listings', this.#hand(neighbour, message.names))
      case 'listings':
        for (const bytes of message.listings) this.#take(neighbour, bytes)
    }
  }

  #onDigest(neighbour: Neighbour, theirs: string): void {
    const { board } = this.#parts
    const { digest } = board.digest()
    if (digest === theirs) return board.confirmAll(neighbour.talk.node)
    if (neighbour.compared === `${digest} ${theirs}`) return
    neighbour.compared = `${digest} ${theirs}`
    say(neighbour, { type: 'buckets', digests: board.buckets() })
  }

  #take(neighbour: Neighbour, bytes: Uint8Array): void {
    const now = this.#parts.clock.now()
    if (!neighbour.pace.take(now) || !this.#pace.take(now)) return
    const taken = this.#parts.board.take(bytes, neighbour.talk.node)
    if (taken === 'kept') this.#passOn(bytes, neighbour)
    if (taken === 'broken' && ++neighbour.broken > BROKEN_BORNE)
      neighbour.talk.refuse('listings that are none')
  }

  async #hand({ talk }: Neighbour, names: readonly string[]): Promise<void> {
    const found = names.flatMap((name) => this.#parts.board.bytesOf(name) ?? [])
    for (const listings of chunks(found, LISTINGS_AT_ONCE)) {
      talk.send(writeMessage({ type: 'listings', listings }))
      await talk.drained()
    }
  }

  #passOn(bytes: Uint8Array, from: Neighbour | null): void {
    this.#fresh.set(bytes, from)
    this.#passing ??= setTimeout(() => {
      this.#passing = null
      const fresh = [...this.#fresh]
      this.#fresh.clear()
      for (const neighbour of this.#neighbours) {
        const listings = fresh.flatMap(([one, source]) => (source === neighbour ? [] : [one]))
        for (const some of chunks(listings, LISTINGS_AT_ONCE))
          say(neighbour, { type: 'listings', listings: some })
      }
    }, PASS_ON_AFTER_MS)
  }

  #sayDigest(neighbour: Neighbour): void {
    say(neighbour, { type: 'digest', ...this.#parts.board.digest() })
  }
}

function say({ talk }: Neighbour, message: Message): void {
  talk.send(writeMessage(message))
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  )
}
