/**
 * What a transport promises. It finds peers and gives duplex streams; it knows nothing of records, logs or commons.
 * Rules T1… in SPEC.md, held for every implementation by `@allmende/transports/suite`.
 */
import type { RelayLimits, RelayStats } from './relay/limits.ts'

/** An Ed25519 key pair: who a node is on every transport (32-byte public key, 64-byte secret key). */
export type KeyPair = { publicKey: Uint8Array; secretKey: Uint8Array }

/** Milliseconds since the epoch. */
export type Clock = { now(): number }

export type Random = { bytes(n: number): Uint8Array }

/** The global timers, or virtual ones in a simulation. */
export type Timers = {
  setTimeout(callback: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
}

export type Logger = {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}

/**
 * An opened Noise secret stream (`@hyperswarm/secret-stream`, a streamx Duplex): both sides have proved their key.
 * Written out here because the libraries bring no types: what our packages call, and no more.
 */
export interface PeerStream extends AsyncIterable<Uint8Array> {
  readonly isInitiator: boolean
  readonly publicKey: Uint8Array
  readonly remotePublicKey: Uint8Array
  /** The same 64 bytes on both sides and on no other connection: proofs are bound to it. */
  readonly handshakeHash: Uint8Array
  /** Resolves true when the handshake is done, false when the stream ended before. */
  readonly opened: Promise<boolean>
  /** The carrier below the encryption: a TCP socket, a UDX stream, an in-memory duplex. */
  readonly rawStream: unknown
  readonly rawBytesRead: number
  readonly rawBytesWritten: number
  readonly destroying: boolean
  readonly destroyed: boolean
  userData: unknown
  /** False when the buffer is full: wait for `drain`. At most 16 MiB in one call. */
  write(data: Uint8Array | string): boolean
  end(): unknown
  read(): Uint8Array | null
  destroy(error?: Error | null): void
  pause(): this
  resume(): this
  /** Resolves when everything written so far has been handed to the carrier. */
  flush(): Promise<boolean>
  /** A write buffer with room for the cipher around it, so that the bytes are not copied once more. */
  alloc(bytes: number): Uint8Array
  setKeepAlive(ms: number): void
  setTimeout(ms: number): void
  pipe<S>(destination: S): S
  on(event: 'data', listener: (data: Uint8Array) => void): this
  on(event: 'error', listener: (error: Error) => void): this
  on(event: 'close' | 'end' | 'drain' | 'finish' | 'readable', listener: () => void): this
  once(event: 'data', listener: (data: Uint8Array) => void): this
  once(event: 'error', listener: (error: Error) => void): this
  once(event: 'open' | 'close' | 'end' | 'drain' | 'finish' | 'readable', listener: () => void): this
  off(event: string, listener: (...args: never[]) => void): this
  removeListener(event: string, listener: (...args: never[]) => void): this
}

export type TransportName = 'memory' | 'direct' | 'hyperswarm' | (string & {})

/** A peer, there and authenticated. Who it is stands in `stream.remotePublicKey`. */
export interface Connection {
  /** Opened. Has an error listener of the transport's: an error on it can't end the process. */
  stream: PeerStream
  transport: TransportName
  /** Where the peer is, as this transport writes addresses; for people and logs. May change while it is relayed. */
  readonly address: string
  /** True when the peer dialed. */
  incoming: boolean
  /** True when the peer's address is on this computer or in a private network; absent when unknown. */
  readonly sameNetwork?: boolean
  /** True while the bytes go through somebody else's computer, since no direct way was found; absent: never. */
  readonly relayed?: boolean
}

export type JoinOptions = {
  /** Be found by others under the topic. */
  server: boolean
  /** Look for others under the topic. */
  client: boolean
}

/** An address that was asked for through `connect`. */
export type Dialing = {
  address: string
  state: 'dialing' | 'connected' | 'waiting'
  /** Failed attempts in a row. */
  attempts: number
  error?: string
}

/** What may stop it: only what was seen, in words for people; besides the code, what the words name. */
export type Hint = { message: string } & (
  | { code: 'udp-blocked' | 'meeting-place-silent'; host: string }
  | { code: 'hard-router'; relays: number }
  | { code: 'neighbours-unreachable'; hosts: string[] }
  | { code: 'no-answer' | 'network-quiet' | 'no-network' }
)

export type OwnRelayStatus = RelayStats & {
  /** `unreachable`: others can't open a connection to this computer, so it can help nobody. */
  state: 'offered' | 'unreachable' | 'unknown'
  limits: Pick<RelayLimits, 'sessions' | 'pairs' | 'bytesPerSecondPerHost' | 'bytesPerSecond'>
}

/** A meeting place over TCP that a node opens. */
export type OwnPlaceStatus = {
  /** `failed`: its port could not be used. */
  state: 'opening' | 'open' | 'failed'
  /** Of TCP; 0 while it isn't known. */
  port: number
  /** Computers that can be reached through it, relayed connections, bytes that came to be relayed. */
  sessions: number
  pairs: number
  bytes: number
  limits: Pick<RelayLimits, 'sessions' | 'pairs' | 'bytesPerSecondPerHost' | 'bytesPerSecond'>
}

/** A meeting place over TCP where this node goes. */
export type MeetingPlaceStatus = {
  address: string
  /** A peer said that it opens it; else it was given. */
  learned: boolean
  /** `there`: this node can be found at it now. `unknown`: it wasn't tried yet. */
  state: 'there' | 'away' | 'unknown'
}

/** The state as it is, for `status` on the screen. Never an assumption: `unknown` until something answered. */
export type TransportStatus = {
  name: TransportName
  state: 'new' | 'started' | 'closed'
  connections: number
  topics: number
  /** Whether the network the transport needs is there: hyperswarm → does any DHT node answer. */
  online: 'yes' | 'no' | 'unknown'
  dialing?: Dialing[]
  dht?: {
    nodes: number
    bootstrapped: boolean
    firewalled: boolean
    publicAddress: string | null
    relays: number
  }
  hints?: Hint[]
  /** What is carried for others, where that was asked for. */
  relay?: OwnRelayStatus
  place?: OwnPlaceStatus
  places?: MeetingPlaceStatus[]
}

export interface Transport {
  readonly name: TransportName
  /**
   * Begins to listen. Resolves when connections can come in on this machine; never waits for the network beyond it.
   * @throws TransportError TRANSPORT_PORT_TAKEN, TRANSPORT_HOST, TRANSPORT_STARTED
   */
  start(onConnection: (connection: Connection) => void): Promise<void>
  /** Be found and find under 32 bytes. Resolves as soon as it is under way, not when somebody was found. */
  join(topic: Uint8Array, options: JoinOptions): Promise<void>
  /** Stops looking and being found. Connections that are there stay. */
  leave(topic: Uint8Array): Promise<void>
  /** Resolves when what was joined so far has been announced and looked up once, or after `deadlineMs`. False: not (yet). */
  flush(deadlineMs?: number): Promise<boolean>
  /**
   * Dials an address of this transport. Resolves when the connection is opened (and was given to `onConnection`).
   * @throws TransportError PEER_ADDRESS, PEER_UNREACHABLE, PEER_HANDSHAKE, PEER_SELF, TRANSPORT_CLOSED
   */
  connect?(address: string, options?: { keepTrying?: boolean }): Promise<void>
  /** Stops redialing an address; a connection that is there stays. */
  forget?(address: string): void
  /** A node that was there by another transport no longer is: dialed now, if this one has heard of it. */
  seek?(remotePublicKey: Uint8Array): void
  /**
   * Meeting places that peers opened, `HOST:PORT` in numbers, the best first; instead of those said before. None is taken for one
   * before it answered as such.
   */
  learn?(places: readonly string[]): void
  /** Where others on the network reach this node, as `connect` takes it; empty when nowhere. */
  addresses(): string[]
  status(): TransportStatus
  /** Ends all connections, sockets and timers. Bounded: never waits for a peer or the network. Idempotent. */
  close(): Promise<void>
}
