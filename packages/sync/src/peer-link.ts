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

/** What a connection tells whoever keeps it. */
export type LinkEvents = {
  onRefused(link: PeerLink, reason: RefusedReason, detail?: string, commons?: CommonsId): void
  onClosed(link: PeerLink): void
}

/** One connection to one node: a guarded mux, and a session for each commons that is offered on it. */
export class PeerLink {
  readonly connection: Connection
  readonly node: NodeId
  readonly clock: Clock
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
  /** Reported once that nothing is in common. */
  stranger = false
  #mux: GuardedMux | null = null
  readonly #events: LinkEvents

  constructor(connection: Connection, since: number, clock: Clock, timings: Timings, events: LinkEvents) {
    this.connection = connection
    this.node = encodeZ32(connection.stream.remotePublicKey) as NodeId
    this.way = wayOf(connection.address, this.node)
    this.clock = clock
    this.timings = timings
    this.since = since
    this.startedAt = clock.now()
    this.heard = this.startedAt
    this.#events = events
  }

  get mux(): GuardedMux {
    if (!this.#mux) throw new Error('the link was not started')
    return this.#mux
  }

  /** All that came in on the connection. */
  get bytesIn(): number {
    return this.connection.stream.rawBytesRead
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
    const opens = new Rate(OPENS_BURST, OPENS_PER_SECOND, this.clock.now())
    const mayOpen = () => opens.take(this.clock.now())
    this.#mux = guard(stream, { mayOpen }, (fault) => this.refuse('malformed', fault))
    stream.on('data', () => (this.heard = this.clock.now()))
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
