/**
 * The local network: js-libp2p over TCP, found by mDNS. Needs no internet, no DHT, no bootstrap node and no default route.
 */
import type {
  Connection,
  JoinOptions,
  KeyPair,
  Logger,
  Random,
  Timers,
  Transport,
  TransportStatus,
} from '../contract.ts'
import { topicName } from '../bytes.ts'
import { Connections } from '../connections.ts'
import { inWords } from '../errors.ts'
import { LIMITS, type Limits } from '../limits.ts'
import { systemRandom } from '../system-random.ts'
import { systemTimers } from '../system-timers.ts'
import { Lan } from './lan.ts'

export type Libp2pOptions = {
  keyPair: KeyPair
  /** The IPv4 address to listen on, on whose network others are looked for; every network of this computer when absent. */
  host?: string
  /** Of TCP; 0 or absent: any that is free. */
  port?: number
  /** Of mDNS; 5353 when absent. Only who uses the same finds each other. */
  mdnsPort?: number
  /**
   * Milliseconds from `start` until libp2p's modules are loaded, which take a core for a while: what else starts at that
   * moment goes first. `start` doesn't wait for it.
   */
  loadAfterMs?: number
  logger: Logger
  random?: Random
  timers?: Timers
  limits?: Partial<Limits>
  /** Asked before a stream is opened anew: true puts it off, because the node is there by another way already. */
  isConnected?: (remotePublicKey: Uint8Array) => boolean
}

const MDNS_PORT = 5353

export function createLibp2pTransport(options: Libp2pOptions): Transport {
  return new Libp2pTransport(options)
}

class Libp2pTransport implements Transport {
  readonly name = 'libp2p'
  readonly #options: Libp2pOptions
  readonly #topics = new Map<string, { topic: Uint8Array; how: JoinOptions }>()
  readonly #connections: Connections
  #lan: Lan | null = null
  #opening: Promise<void> | null = null
  #failed = false

  constructor(options: Libp2pOptions) {
    this.#options = options
    this.#connections = new Connections(this.name, options.keyPair)
  }

  /** Resolves at once: sockets open behind it. That they could not is told by the log and by `status`. */
  async start(onConnection: (connection: Connection) => void): Promise<void> {
    this.#connections.mustBeNew()
    const {
      keyPair,
      logger,
      host = '0.0.0.0',
      port = 0,
      mdnsPort = MDNS_PORT,
      loadAfterMs = 0,
    } = this.#options
    const { timers = systemTimers, random = systemRandom, isConnected = () => false } = this.#options
    this.#connections.begin(onConnection)
    this.#lan = new Lan({
      keyPair,
      host,
      port,
      mdnsPort,
      topics: () => this.#topics.values(),
      isConnected,
      onStream: (stream, from) => this.#connections.give({ stream, transport: this.name, ...from }),
      logger,
      timers,
      random,
      limits: { ...LIMITS, ...this.#options.limits },
    })
    this.#opening = this.#lan.open(loadAfterMs).catch((error: unknown) => {
      this.#failed = true
      logger.warn('the local network is not used', { reason: inWords(error) })
    })
  }

  async join(topic: Uint8Array, how: JoinOptions): Promise<void> {
    const name = topicName(topic)
    const lan = this.#mustBeStarted()
    if (!how.server && !how.client) return this.leave(topic)
    this.#topics.set(name, { topic, how })
    lan.topicsChanged()
  }

  async leave(topic: Uint8Array): Promise<void> {
    if (this.#topics.delete(topicName(topic))) this.#lan?.topicsChanged()
  }

  async flush(deadlineMs = 5_000): Promise<boolean> {
    const { timers = systemTimers } = this.#options
    let late: unknown
    const deadline = new Promise<void>((resolve) => (late = timers.setTimeout(resolve, deadlineMs)))
    await Promise.race([this.#opening, deadline])
    timers.clearTimeout(late)
    return this.#lan?.asked ?? false
  }

  /** None that `connect` takes: peers are found. */
  addresses(): string[] {
    return []
  }

  status(): TransportStatus {
    return {
      name: this.name,
      state: this.#connections.state,
      connections: this.#connections.size,
      topics: this.#topics.size,
      online: this.#online(),
      hints: this.#connections.state === 'started' ? (this.#lan?.hints() ?? []) : [],
    }
  }

  async close(): Promise<void> {
    const ended = this.#connections.close()
    // Before the topics go: who is on none has nobody to say goodbye to.
    const left = this.#lan?.close()
    this.#topics.clear()
    await Promise.all([left, this.#opening, ended])
  }

  #online(): TransportStatus['online'] {
    if (this.#connections.size > 0) return 'yes'
    return this.#failed ? 'no' : (this.#lan?.online() ?? 'unknown')
  }

  #mustBeStarted(): Lan {
    return this.#connections.started(this.#lan)
  }
}
