import type { CommonsId, CoreKey, LogKey, NodeId, PersonId, RecordId } from '@allmende/vocabulary'
import type { CarriedLogs } from '@allmende/logs'
import type { Clock, Connection, KeyPair, Logger, Transport } from '@allmende/transports'
import type Hypercore from 'hypercore'

/** What is asked of the policy about one log: everything sync knows of it. */
export type CarriedQuestion = {
  commons: CommonsId
  log: LogKey
  /** Absent until the log's first entry was verified: who it claims to be is not known yet. */
  person?: PersonId
  own: boolean
  /** Logs of this commons that are carried under a quota now, this one not counted. */
  newcomersCarried: number
  /** This one is counted as such a newcomer already. */
  placed: boolean
  /** Of those others, how many came by the same way: by the same peer, as far as that can be told. */
  newcomersOfWay: number
  /** Bytes here of all of them, and of those that came by the same way. */
  newcomerBytes: { all: number; ofWay: number }
}

/** The answer; without `upTo` and `blocks` the log is carried whole. */
export type CarriedAnswer = {
  carry: boolean
  /** A quota, counted in records and bytes of edits. */
  upTo?: { records: number; editBytes: number }
  /** The quota is none of a newcomer's: no newcomer's place is taken by it. */
  placeless?: true
  /** No further than so many blocks of each core. */
  blocks?: { records: number; edits: number }
  /** Refused as nobody's, there being too many of those: it would be another answer if it were known who writes the log. */
  whose?: boolean
  reason: string
}

/** Who is carried (D10). The node builds it from `@allmende/rules`; sync only obeys. */
export type SyncPolicy = {
  carried(question: CarriedQuestion): CarriedAnswer
  /** Whether a commons is spoken of with a node at all; with everybody who proves it, where this is left out. */
  meets?(commons: CommonsId, node: NodeId): boolean
}

export const carryEverything: SyncPolicy = { carried: () => ({ carry: true, reason: 'everybody' }) }

export type SyncOptions = {
  /** Who this node is on every transport; decides which of two connections stays. */
  keyPair: KeyPair
  transports: readonly Transport[]
  policy?: SyncPolicy
  clock: Clock
  logger: Logger
  timings?: Partial<Timings>
}

/** Milliseconds. Tests shorten them; the defaults and their reasons stand in `limits.ts`. */
export type Timings = {
  proof: number
  reconcile: number
  handOver: number
  idle: number
  again: number
  ping: number
  silent: number
  duplicate: number
  close: number
}

export type JoinSyncOptions = {
  /** Only these logs are fetched, nothing is written or told: for `copy` by link without joining. */
  reader?: { logs: readonly LogKey[] }
  /** Another than that of all other commons: for one of which only ciphertext is here. */
  policy?: SyncPolicy
  /**
   * Logs that somebody new should get first, best first: what was written last, and what is used most. Only the order in
   * which they hear of logs; asked when they come.
   */
  startHere?: () => readonly LogKey[]
  /** Look for peers through the transports under the commons' topic; true unless said. */
  announce?: boolean
}

/** A node at the other end, by one connection. */
export type SyncPeer = {
  node: NodeId
  transport: string
  address: string
  incoming: boolean
  sameNetwork?: boolean
  /** True while the bytes go through a relay. */
  relayed?: boolean
  /** Round trip in milliseconds; null before the first answer. */
  rtt: number | null
  /** When it was last heard of, if it has answered nothing for longer than two pings take; null while it answers. */
  silentSince: number | null
  since: number
  bytesIn: number
  bytesOut: number
  /** Commons proven on this connection. */
  commons: CommonsId[]
}

export type SyncProgress = {
  commons: CommonsId
  /** Blocks known to be missing here over all peers' heads; null while no peer has been reconciled with. */
  behind: number | null
  /** Logs that have something here. */
  logs: number
  /** Peers proven for this commons, and those of them whose heads are all known. */
  peers: number
  reconciled: number
  /** When a peer was last proven, or had first said all it has; and when the last one left. By the steady clock (`performance.now`). */
  metAt: number | null
  lostAt: number | null
}

export type HoldingEvent = { commons: CommonsId; version: RecordId; node: NodeId; holders: number }

/** A peer says that it copies a version now, or has stopped. What it really fetched is told by `transfer`. */
export type FetchingEvent = { commons: CommonsId; version: RecordId; node: NodeId; active: boolean }

/** A peer fetches from a files core here (`out`), or this node from a peer's (`in`). */
export type TransferEvent = {
  commons: CommonsId
  core: CoreKey
  node: NodeId
  direction: 'in' | 'out'
  /** Since the core was attached to this connection. Ciphertext bytes. */
  bytes: number
  blocks: number
}

/** A member has left: what it had, as far as it had told. */
export type PartedEvent = { commons: CommonsId; node: NodeId; held: ReadonlyMap<CoreKey, number> }

export type RefusedReason =
  | 'wrong-proof'
  | 'nothing-in-common'
  | 'proof-timeout'
  | 'malformed'
  | 'too-many-heads'
  | 'too-many-messages'
  | 'bad-prefix'
  | 'reconcile-timeout'
  | 'unproven-head'
  | 'unknown-core'

export type RefusedEvent = {
  node: NodeId
  address: string
  reason: RefusedReason
  commons?: CommonsId
  detail?: string
}

/** A peer showed something that can't be the same log: what `logs` made of it stands in its findings. */
export type ForkedEvent = { commons: CommonsId; core: CoreKey; node: NodeId | null; reason: string }

export type SyncEvents = {
  peer: [SyncPeer]
  'peer-gone': [SyncPeer]
  /** A peer has fallen silent, or is heard of again: `silentSince` says which. */
  'peer-silent': [SyncPeer]
  progress: [SyncProgress]
  holding: [HoldingEvent]
  fetching: [FetchingEvent]
  transfer: [TransferEvent]
  parted: [PartedEvent]
  refused: [RefusedEvent]
  forked: [ForkedEvent]
}

/**
 * A conversation of its own on every connection, beside the commons: pairing, listings, what a keeper keeps. Nothing is
 * known of the other side but that it holds the node's key; whoever opens one judges every message itself.
 */
export type LinkProtocol = {
  /** On the wire, with its version: `allmende/listings/1`. */
  name: string
  /** Of one message; a larger one ends the conversation. */
  maxBytes: number
  /** Messages the other side may send at once, and steadily. */
  burst: number
  perSecond: number
  /** Both sides know it and the channel is open. May be called again on one connection after it was closed by the peer. */
  open(talk: Talk): ConversationEnd
}

/** What a protocol may do on one connection. */
export type Talk = {
  readonly node: NodeId
  /** The same on both sides and on no other connection: proofs are bound to it. */
  readonly handshakeHash: Uint8Array
  readonly isInitiator: boolean
  readonly transport: string
  readonly address: string
  readonly incoming: boolean
  readonly sameNetwork?: boolean
  /** Does nothing once the conversation is over. */
  send(bytes: Uint8Array): void
  /** Resolves when the stream takes more. */
  drained(): Promise<void>
  /** True: the connection is not a stranger's although no commons is in common. Taken back when the conversation ends. */
  want(wanted: boolean): void
  /** Reports the peer and ends the conversation on this connection. */
  refuse(detail: string): void
  /** Ends the conversation on this connection. */
  close(): void
}

/** What a protocol does with what the other side says. A throw of `onMessage` refuses the peer. */
export type ConversationEnd = { onMessage(bytes: Uint8Array): void; onClose?(): void }

export interface Sync {
  /** Begins to listen on every transport. */
  start(): Promise<void>
  /** Reconciles this commons with everybody who proves it, on connections that stand already too. Idempotent. */
  join(logs: CarriedLogs, options?: JoinSyncOptions): Promise<void>
  leave(commons: CommonsId): Promise<void>
  /** Dials `host:port` over the transport that can. */
  connect(address: string, options?: { keepTrying?: boolean }): Promise<void>
  /** Takes a connection that no transport brought (tests, a stick). */
  accept(connection: Connection): void
  peers(): SyncPeer[]
  /** Whether it was joined and not left: what is asked of another one throws SYNC_NOT_JOINED. */
  hasJoined(commons: CommonsId): boolean
  progress(commons: CommonsId): SyncProgress
  /** Offers a conversation on every connection, those that stand already too, until what is returned is called. */
  converse(protocol: LinkProtocol): () => void
  /** Be found and find under a topic that is no commons'. Counted: as often left as met, it is left. */
  meet(topic: Uint8Array, options: { server: boolean; client: boolean }): Promise<void>
  part(topic: Uint8Array): Promise<void>
  /** Ends the connections with a node, and takes none from it before `admit`. */
  shun(node: NodeId): void
  admit(node: NodeId): void
  /** Tells the members among the peers: all files of exactly these versions are here. Replaces what was said before. */
  announceHolding(commons: CommonsId, versions: readonly RecordId[]): void
  /** Tells them that a version is being copied here, or no longer: whoever shared it sees it live. */
  announceFetching(commons: CommonsId, version: RecordId, active: boolean): void
  /**
   * Blocks of each core that a connected member has, as far as it has told; null while it isn't connected, or hasn't
   * compared with us yet.
   */
  heldBy(node: NodeId, commons: CommonsId): ReadonlyMap<CoreKey, number> | null
  /** Connected nodes that said they hold the version; this node is not among them. */
  holders(version: RecordId): NodeId[]
  /**
   * A reading session of a files core, attached to every proven peer of the commons until it is closed.
   * Nothing is fetched before the caller asks for a block.
   */
  openFiles(commons: CommonsId, core: CoreKey): Promise<Hypercore>
  /** Somebody was vouched for, blocked or excluded: asks the policy again, about logs and about nodes. */
  policyChanged(commons: CommonsId): void
  on<E extends keyof SyncEvents>(event: E, listener: (...args: SyncEvents[E]) => void): this
  once<E extends keyof SyncEvents>(event: E, listener: (...args: SyncEvents[E]) => void): this
  off<E extends keyof SyncEvents>(event: E, listener: (...args: SyncEvents[E]) => void): this
  /** Ends all connections and sessions; bounded. Leaves logs and their store open. */
  close(): Promise<void>
}
