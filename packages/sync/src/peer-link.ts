import { encodeZ32, type CommonsId, type NodeId } from '@allmende/vocabulary'
import type { Clock, Connection } from '@allmende/transports'
import type { LinkProtocol, RefusedReason, SyncPeer, Timings } from './contract.ts'
import { Conversation } from './conversation.ts'
import { Rate } from './decide/rate.ts'
import { wayOf } from './decide/way.ts'
import { guard, type GuardedMux } from './guarded-mux.ts'
import { OPENS_BURST, OPENS_PER_SECOND } from './limits.ts'
import type { Session } from './session.ts'

const HYPERCORE = 'hypercore/alpha'

/** What is used of a TCP socket, a UDX stream or any other duplex. */
type Carrier = {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown
  /** A socket has it; UDX hasn't. */
  isPaused?(): boolean
}

/** What people are told of goes by `wall`; `steady` is set by nobody; `awake` counts the time in which this node turned. */
export type LinkClocks = { wall: Clock; steady: Clock; awake: Clock }

/** What a connection tells whoever keeps it. */
export type LinkEvents = {
  onRefused(link: PeerLink, reason: RefusedReason, detail?: string, commons?: CommonsId): void
  onClosed(link: PeerLink): void
}

/** One connection to one node: a guarded mux, and a session for each commons that is offered on it. */
export class PeerLink {
  readonly connection: Connection
  readonly node: NodeId
  /** Deadlines go by it. */
  readonly clock: Clock
  /** What a peer may do in a second goes by it: a stall takes nothing from that, since it all comes at once then. */
  readonly steady: Clock
  readonly timings: Timings
  /** Counts what comes from here as one peer's. */
  readonly way: string
  /** By the wall clock, for people. */
  readonly since: number
  readonly startedAt: number
  readonly sessions = new Map<CommonsId, Session>()
  readonly #conversations = new Map<string, Conversation>()
  rtt: number | null = null
  /** When something last came in from the node: tells a living connection from a dead one. */
  heard: number
  closed = false
  /** Whether it was told last that the node has fallen silent. */
  toldSilent = false
  /** Reported once that nothing is in common. */
  stranger = false
  #mux: GuardedMux | null = null
  #bytesIn = 0
  readonly #wall: Clock
  readonly #events: LinkEvents

  constructor(connection: Connection, clocks: LinkClocks, timings: Timings, events: LinkEvents) {
    this.connection = connection
    this.node = encodeZ32(connection.stream.remotePublicKey) as NodeId
    this.way = wayOf(connection.address, this.node)
    this.clock = clocks.awake
    this.steady = clocks.steady
    this.timings = timings
    this.#wall = clocks.wall
    this.since = clocks.wall.now()
    this.startedAt = this.clock.now()
    this.heard = this.startedAt
    this.#events = events
  }

  get mux(): GuardedMux {
    if (!this.#mux) throw new Error('the link was not started')
    return this.#mux
  }

  /**
   * All that came in on the connection, also of a message that isn't whole yet: the stream itself counts whole ones, and one of 64 KiB
   * takes half a minute at 2 kB a second.
   */
  get bytesIn(): number {
    return this.started ? this.#bytesIn : this.connection.stream.rawBytesRead
  }

  get started(): boolean {
    return this.#mux !== null
  }

  /** Sessions whose commons both sides have proved. */
  get proven(): Session[] {
    return [...this.sessions.values()].filter((session) => session.proven)
  }

  /** Whether anybody here has a use for the connection. */
  get used(): boolean {
    return this.proven.length > 0 || [...this.#conversations.values()].some(({ wanted }) => wanted)
  }

  /**
   * Since when nothing has come of a node that is asked to answer; null while it does. A cable that is out ends a connection only
   * after half a minute. Who isn't read from just now, because the disk is slow, isn't silent; who shares nothing is asked nothing.
   */
  get silentSince(): number | null {
    const silence = this.clock.now() - this.heard
    if (silence <= this.timings.silent || this.proven.length === 0) return null
    if ((this.connection.stream.rawStream as Carrier).isPaused?.()) return null
    return this.#wall.now() - silence
  }

  /** Offers a protocol beside the commons. */
  converse(protocol: LinkProtocol): void {
    if (this.#conversations.has(protocol.name)) return
    const conversation = new Conversation(this, protocol)
    this.#conversations.set(protocol.name, conversation)
    conversation.offer()
  }

  endConversation(name: string): void {
    this.#conversations.get(name)?.stop()
    this.#conversations.delete(name)
  }

  /** Begins to read. Not done by the constructor: a second connection of one node is parked until one of them goes. */
  start(): void {
    const { stream } = this.connection
    const opens = new Rate(OPENS_BURST, OPENS_PER_SECOND, this.steady.now())
    const mayOpen = () => opens.take(this.steady.now())
    this.#mux = guard(stream, { mayOpen }, (fault) => this.refuse('malformed', fault))
    this.#bytesIn = stream.rawBytesRead
    // Below the encryption, where a large message is seen coming.
    const carrier = stream.rawStream as Carrier
    carrier.on('data', ({ byteLength }) => {
      this.#bytesIn += byteLength
      this.heard = this.clock.now()
    })
    // The only way in for hypercore: by discovery key, and only what a session proven here has.
    this.#mux.pair({ protocol: HYPERCORE }, (id) => this.#serve(id))
  }

  refuse(reason: RefusedReason, detail?: string, commons?: CommonsId): void {
    this.#events.onRefused(this, reason, detail, commons)
  }

  /** The other side gets no reason: it either knows, or shall not learn. */
  close(): void {
    if (this.closed) return
    this.closed = true
    for (const session of this.sessions.values()) session.ended()
    this.sessions.clear()
    for (const conversation of this.#conversations.values()) conversation.ended()
    this.#conversations.clear()
    this.connection.stream.destroy()
    this.#events.onClosed(this)
  }

  describe(): SyncPeer {
    const { stream, transport, address, incoming, sameNetwork, relayed } = this.connection
    return {
      node: this.node,
      transport,
      address,
      incoming,
      ...(sameNetwork === undefined ? {} : { sameNetwork }),
      ...(relayed === undefined ? {} : { relayed }),
      rtt: this.rtt,
      silentSince: this.silentSince,
      since: this.since,
      bytesIn: this.bytesIn,
      bytesOut: stream.rawBytesWritten,
      commons: this.proven.map((session) => session.commonsId),
    }
  }

  /** Resolves when the channel is paired or nobody here has the core: protomux then refuses it as it refuses any other. */
  async #serve(discoveryKey: Uint8Array | null): Promise<void> {
    if (!discoveryKey) return
    for (const session of this.proven) if (await session.serve(discoveryKey)) return
  }
}

/** Ends a commons on a connection, proven or not: what is left open would stand in the way when it is offered again. */
export function endSession({ sessions }: Pick<PeerLink, 'sessions'>, id: CommonsId): void {
  const session = sessions.get(id)
  sessions.delete(id)
  session?.close()
}
