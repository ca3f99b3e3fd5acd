import type { JoinOptions, KeyPair, Logger, PeerStream, Random, Timers } from '../contract.ts'
import { backOff } from '../direct/back-off.ts'
import { endWhenSilent } from '../direct/liveness.ts'
import { inWords } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { secure } from '../secret-stream.ts'
import { Carrier } from './carrier.ts'
import { NODE_PROTOCOL, TOPICS_PROTOCOL, type Libp2pConnection, type Libp2pStream } from './protocols.ts'
import { topicTag, whoOpens, type TopicList } from './topic-tags.ts'
import { readTopics, sendTopics } from './topic-talk.ts'

export type NeighbourOptions = {
  connection: Libp2pConnection
  /** libp2p's ids, of this run. */
  self: string
  keyPair: KeyPair
  /** Where the peer is, for people and logs. */
  address: string
  topics: () => Iterable<{ topic: Uint8Array; how: JoinOptions }>
  /** Whether the node behind a key is there by another way. */
  isConnected: (remotePublicKey: Uint8Array) => boolean
  /** False when it isn't wanted. */
  onStream: (stream: PeerStream, incoming: boolean) => boolean
  onClosed: () => void
  logger: Logger
  limits: Limits
  timers: Timers
  random: Random
}

/** libp2p opens no stream over a relay unless it is said. */
const ALSO_RELAYED = { runOnLimitedConnection: true }

export function isRelayed({ remoteAddr }: Libp2pConnection): boolean {
  return String(remoteAddr).includes('/p2p-circuit')
}

/**
 * One libp2p connection. Both sides first say under blinded names which topics they are on. Only when they share one do
 * they show their node keys, in a secret stream within: a stranger on the Wi-Fi doesn't learn who is there.
 */
export class Neighbour {
  readonly id: string
  readonly since = performance.now()
  readonly #options: NeighbourOptions
  /** The stream for topics; the side that dialed opens it. */
  #talk: Carrier | null = null
  #theirs: TopicList | null = null
  #opens: 'me' | 'they' | null = null
  #stream: PeerStream | null = null
  #remoteKey: Uint8Array | null = null
  #opening = false
  #attempts = 0
  #timer: unknown = null
  #onMatch: (() => void) | null = null
  #closed = false

  constructor(options: NeighbourOptions) {
    this.#options = options
    this.id = options.connection.remotePeer.toString()
  }

  /** True as long as nothing in common was found. */
  get stranger(): boolean {
    return this.#opens === null && this.#stream === null
  }

  /** Over a meeting place, and bounded by what it relays. */
  get relayed(): boolean {
    return isRelayed(this.#options.connection)
  }

  get dialedByMe(): boolean {
    return this.#options.connection.direction === 'outbound'
  }

  /** The side that dialed begins; the other has a while to be talked to. */
  async start(): Promise<void> {
    const { timers, limits, connection } = this.#options
    this.#timer = timers.setTimeout(() => {
      if (!this.#theirs) this.close(new Error('nothing said about topics'))
    }, limits.handshakeMs)
    if (this.dialedByMe) await this.talk(await connection.newStream(TOPICS_PROTOCOL, ALSO_RELAYED))
  }

  /** Speaks about topics until the connection ends. */
  async talk(stream: Libp2pStream): Promise<void> {
    const { limits, timers } = this.#options
    if (this.#talk || this.#closed) return stream.abort(new Error('one list of topics is enough'))
    this.#talk = Carrier.over(stream)
    this.tellTopics()
    const onList = (list: TopicList): void => {
      this.#theirs = list
      this.#consider()
    }
    try {
      await readTopics(this.#talk, { most: limits.lanTopics, timers, onList })
      this.close(new Error('the peer left'))
    } catch (error) {
      this.close(error as Error)
    }
  }

  /** Our topics changed. */
  tellTopics(): void {
    const { self, topics, limits } = this.#options
    this.#consider()
    const talk = this.#talk
    if (!talk || talk.destroyed) return
    // Who doesn't read gets the newest list when it does, not every list there ever was.
    if (talk.writableLength > 0) {
      if (talk.listenerCount('drain') === 0) talk.once('drain', () => this.tellTopics())
      return
    }
    const list = new Map([...topics()].map(({ topic, how }) => [topicTag(topic, self, this.id), how]))
    sendTopics(talk, list, limits.lanTopics)
  }

  /** The peer opens the stream for the node. Nothing is shown before a topic in common was found. */
  async accept(wire: Libp2pStream): Promise<void> {
    if (this.#opening || this.#closed) return wire.abort(new Error('one stream at a time'))
    this.#opening = true
    try {
      if (!(await this.#matched())) return wire.abort(new Error('no topic in common'))
      // The peer's side of the one before has ended, or it would not open another.
      this.#stream?.destroy()
      await this.#secure(wire, false)
    } finally {
      this.#opening = false
    }
  }

  close(reason: Error): void {
    if (this.#closed) return
    this.#closed = true
    const { timers, logger, address, connection } = this.#options
    logger.debug('a neighbour was let go', { address, reason: inWords(reason) })
    timers.clearTimeout(this.#timer)
    this.#onMatch?.()
    this.#talk?.destroy()
    this.#stream?.destroy()
    connection.abort(reason)
    this.#options.onClosed()
  }

  isOver(connection: Libp2pConnection): boolean {
    return this.#options.connection === connection
  }

  #consider(): void {
    const { self, topics } = this.#options
    const pairs = [...topics()].flatMap(({ topic, how }) => {
      const theirs = this.#theirs?.get(topicTag(topic, this.id, self))
      return theirs ? [{ mine: how, theirs }] : []
    })
    this.#opens = whoOpens(pairs, self < this.id)
    if (this.#opens !== null) this.#onMatch?.()
    if (this.#opens === 'me' && this.#attempts === 0) this.#open()
  }

  #open(): void {
    if (this.#closed || this.#opening || this.#stream || this.#opens !== 'me') return
    const { connection, isConnected, limits } = this.#options
    // Looked at again soon: when the other way breaks off, this one takes over.
    if (this.#remoteKey && isConnected(this.#remoteKey)) return this.#openAfter(limits.lanElsewhereMs)
    this.#opening = true
    connection
      .newStream(NODE_PROTOCOL, ALSO_RELAYED)
      .then((wire) => this.#secure(wire, true))
      .catch((error: unknown) => this.#trouble(error))
      .finally(() => {
        this.#opening = false
        if (!this.#stream) this.#openLater()
      })
  }

  #openLater(): void {
    const { limits, random } = this.#options
    this.#openAfter(backOff(++this.#attempts, limits, random))
  }

  #openAfter(ms: number): void {
    if (this.#closed) return
    const { timers } = this.#options
    timers.clearTimeout(this.#timer)
    this.#timer = timers.setTimeout(() => this.#open(), ms)
  }

  async #secure(wire: Libp2pStream, initiator: boolean): Promise<void> {
    const { keyPair, address, logger, limits, timers, onStream } = this.#options
    const carrier = Carrier.over(wire)
    const stream = await secure({ wire: carrier, initiator, keyPair, address, logger, limits, timers })
    if (this.#closed) return stream.destroy()
    this.#stream = stream
    this.#remoteKey = stream.remotePublicKey
    const began = performance.now()
    stream.once('close', () => {
      if (this.#stream === stream) this.#stream = null
      if (performance.now() - began > limits.stableMs) this.#attempts = 0
      if (initiator) this.#openLater()
    })
    if (onStream(stream, !initiator)) endWhenSilent({ stream, socket: carrier, address, limits, timers })
  }

  /** The peer may have heard our list, and opened, before its own list was read here. */
  #matched(): Promise<boolean> {
    if (this.#opens === 'they') return Promise.resolve(true)
    const { timers, limits } = this.#options
    return new Promise((resolve) => {
      const finish = (): void => {
        timers.clearTimeout(late)
        this.#onMatch = null
        resolve(this.#opens === 'they' && !this.#closed)
      }
      const late = timers.setTimeout(finish, limits.handshakeMs)
      this.#onMatch = finish
    })
  }

  #trouble(error: unknown): void {
    const { logger, address } = this.#options
    logger.debug('no stream to a neighbour', { address, reason: inWords(error) })
  }
}
