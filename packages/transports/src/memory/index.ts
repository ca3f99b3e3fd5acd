import type { Duplex } from 'node:stream'
import { encode } from 'z32'
import { topicName } from '../bytes.ts'
import type {
  Connection,
  JoinOptions,
  KeyPair,
  Logger,
  PeerStream,
  Timers,
  Transport,
  TransportStatus,
} from '../contract.ts'
import { fail } from '../errors.ts'
import { LIMITS, type Limits } from '../limits.ts'
import { secure } from '../secret-stream.ts'
import { systemTimers } from '../system-timers.ts'
import { plainWire } from './wire.ts'

export type MemoryNetworkOptions = {
  /** Makes the two ends of a wire; a faulty one from `@allmende/testkit`, say. The plain one has no delay and no timers. */
  wire?: (from: KeyPair['publicKey'], to: KeyPair['publicKey']) => [Duplex, Duplex]
  timers?: Timers
  logger?: Logger
  limits?: Partial<Limits>
}

export interface MemoryNetwork {
  /** A node of this network. Its address is `memory:` and its public key in z32. */
  transport(keyPair: KeyPair): Transport
  /** Ends what connects the two (public keys), and lets nothing new come about until `heal`. */
  cut(a: Uint8Array, b: Uint8Array): void
  /** Takes back a cut; topics both are in bring them together again. */
  heal(a: Uint8Array, b: Uint8Array): void
}

/** Nodes in one process, joined by real secret streams: for tests and simulation. */
export function createMemoryNetwork(options: MemoryNetworkOptions = {}): MemoryNetwork {
  const switchboard = new Switchboard(options)
  return {
    transport: (keyPair) => new MemoryTransport(keyPair, switchboard),
    cut: (a, b) => switchboard.cut(addressOf(a), addressOf(b)),
    heal: (a, b) => switchboard.heal(addressOf(a), addressOf(b)),
  }
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }

const addressOf = (publicKey: Uint8Array) => `memory:${encode(publicKey)}`
const pairOf = (a: string, b: string) => [a, b].toSorted().join(' ')

/** Knows who is there, who is in which topic and who is connected with whom. */
class Switchboard {
  nodes = new Map<string, MemoryTransport>()
  #links = new Map<string, { ends: [Duplex, Duplex]; opened: Promise<void> }>()
  #cuts = new Set<string>()
  #options: MemoryNetworkOptions

  constructor(options: MemoryNetworkOptions) {
    this.#options = options
  }

  /** Brings together who is in a topic: who looks with who can be found. */
  match(topic: string): void {
    for (const from of this.nodes.values()) {
      if (!from.topics.get(topic)?.client) continue
      for (const to of this.nodes.values()) {
        if (to === from || !to.topics.get(topic)?.server) continue
        this.dial(from, to.address).catch((error: unknown) =>
          this.#options.logger?.debug('a match did not open', { error: String(error) }),
        )
      }
    }
  }

  /** One connection per pair, as the real networks have it. */
  async dial(from: MemoryTransport, address: string): Promise<void> {
    const to = this.nodes.get(address)
    if (to === from) throw fail('PEER_SELF', { address })
    const pair = pairOf(from.address, address)
    if (!to || this.#cuts.has(pair)) {
      const found = to ? 'the way there is cut' : 'nobody of this name'
      throw fail('PEER_UNREACHABLE', { address, expected: 'a started node', found })
    }
    const link = this.#links.get(pair) ?? this.#join(pair, from, to)
    await link.opened
  }

  cut(a: string, b: string): void {
    const pair = pairOf(a, b)
    this.#cuts.add(pair)
    const error = Object.assign(new Error('the wire was cut'), { code: 'ECONNRESET' })
    for (const end of this.#links.get(pair)?.ends ?? []) end.destroy(error)
  }

  heal(a: string, b: string): void {
    this.#cuts.delete(pairOf(a, b))
    for (const topic of this.nodes.get(a)?.topics.keys() ?? []) this.match(topic)
  }

  #join(pair: string, from: MemoryTransport, to: MemoryTransport) {
    const { wire, timers = systemTimers, logger = silent, limits } = this.#options
    const ends = wire?.(from.publicKey, to.publicKey) ?? plainWire()
    for (const end of ends) {
      end.on('error', () => {}) // told by the secret stream above it; unheard here it would end the process
      end.once('close', () => {
        if (this.#links.get(pair)?.ends === ends) this.#links.delete(pair)
      })
    }
    const common = { logger, timers, limits: { ...LIMITS, ...limits } }
    const open = async (at: MemoryTransport, other: MemoryTransport, wire: Duplex, initiator: boolean) => {
      const stream = await secure({ ...common, wire, initiator, keyPair: at.keyPair, address: other.address })
      at.connected(stream, other.address, !initiator)
    }
    const opened = Promise.all([open(from, to, ends[0], true), open(to, from, ends[1], false)]).then(() => {})
    const link = { ends, opened }
    this.#links.set(pair, link)
    return link
  }
}

class MemoryTransport implements Transport {
  readonly name = 'memory'
  topics = new Map<string, JoinOptions>()
  keyPair: KeyPair
  #switchboard: Switchboard
  #streams = new Set<PeerStream>()
  #state: TransportStatus['state'] = 'new'
  #onConnection: (connection: Connection) => void = () => {}

  constructor(keyPair: KeyPair, switchboard: Switchboard) {
    this.keyPair = keyPair
    this.#switchboard = switchboard
  }

  get publicKey(): Uint8Array {
    return this.keyPair.publicKey
  }

  get address(): string {
    return addressOf(this.publicKey)
  }

  async start(onConnection: (connection: Connection) => void): Promise<void> {
    if (this.#state === 'started') throw fail('TRANSPORT_STARTED', { name: this.name })
    if (this.#state === 'closed') throw fail('TRANSPORT_CLOSED', { name: this.name })
    this.#state = 'started'
    this.#onConnection = onConnection
    this.#switchboard.nodes.set(this.address, this)
  }

  async join(topic: Uint8Array, options: JoinOptions): Promise<void> {
    const name = topicName(topic)
    this.#mustBeStarted()
    this.topics.set(name, options)
    this.#switchboard.match(name)
  }

  async leave(topic: Uint8Array): Promise<void> {
    this.topics.delete(topicName(topic))
  }

  async flush(): Promise<boolean> {
    return this.#state === 'started'
  }

  async connect(address: string): Promise<void> {
    this.#mustBeStarted()
    await this.#switchboard.dial(this, address)
  }

  /** A stream of the switchboard has opened on this side. */
  connected(stream: PeerStream, address: string, incoming: boolean): void {
    if (this.#state !== 'started') return stream.destroy()
    this.#streams.add(stream)
    stream.once('close', () => this.#streams.delete(stream))
    this.#onConnection({ stream, transport: this.name, address, incoming, sameNetwork: true })
  }

  addresses(): string[] {
    return this.#state === 'started' ? [this.address] : []
  }

  status(): TransportStatus {
    return {
      name: this.name,
      state: this.#state,
      connections: this.#streams.size,
      topics: this.topics.size,
      online: this.#state === 'started' ? 'yes' : 'unknown',
    }
  }

  async close(): Promise<void> {
    this.#state = 'closed'
    this.#switchboard.nodes.delete(this.address)
    this.topics.clear()
    const closed = [...this.#streams].map(
      (stream) => new Promise<void>((resolve) => stream.once('close', resolve)),
    )
    for (const stream of this.#streams) stream.destroy()
    await Promise.all(closed)
  }

  #mustBeStarted(): void {
    if (this.#state === 'new') throw fail('TRANSPORT_NOT_STARTED', { name: this.name })
    if (this.#state === 'closed') throw fail('TRANSPORT_CLOSED', { name: this.name })
  }
}
