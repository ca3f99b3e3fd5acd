import type {
  Connection,
  JoinOptions,
  KeyPair,
  Logger,
  PeerStream,
  Random,
  Timers,
  Transport,
  TransportStatus,
} from '../contract.ts'
import { topicName } from '../bytes.ts'
import { Connections } from '../connections.ts'
import { fail } from '../errors.ts'
import { LIMITS, type Limits } from '../limits.ts'
import {
  formatAddress,
  isLocalNetwork,
  isOwnAddress,
  parseAddress,
  reachableHosts,
} from '../network-address.ts'
import { systemRandom } from '../system-random.ts'
import { systemTimers } from '../system-timers.ts'
import { Dialer } from './dialer.ts'
import { Listener } from './listener.ts'

export type DirectOptions = {
  keyPair: KeyPair
  /** The address to listen on; every network of this computer when absent. */
  host?: string
  /** 0 or absent: any that is free; see `addresses()`. */
  port?: number
  logger: Logger
  /** Spreads the redials of many nodes; the system's randomness when absent. */
  random?: Random
  timers?: Timers
  limits?: Partial<Limits>
  /** Asked before a redial: true puts it off, because the peer is there by another way already. */
  isConnected?: (remotePublicKey: Uint8Array) => boolean
}

export type DirectTransport = Transport & Required<Pick<Transport, 'connect' | 'forget'>>

/** TCP with a Noise secret stream, between nodes that know each other's address. No discovery: topics are ignored. */
export function createDirectTransport(options: DirectOptions): DirectTransport {
  return new Direct(options)
}

class Direct implements DirectTransport {
  readonly name = 'direct'
  #options: DirectOptions
  #listener: Listener | null = null
  #dialer: Dialer | null = null
  readonly #connections: Connections
  #topics = new Set<string>()
  #watching: unknown = null

  constructor(options: DirectOptions) {
    this.#options = options
    this.#connections = new Connections(this.name, options.keyPair)
  }

  async start(onConnection: (connection: Connection) => void): Promise<void> {
    this.#connections.mustBeNew()
    const { keyPair, logger, timers = systemTimers, random = systemRandom, isConnected } = this.#options
    const limits = { ...LIMITS, ...this.#options.limits }
    const common = { keyPair, logger, timers, limits }
    this.#listener = new Listener({
      ...common,
      onStream: (stream, address) => this.#give(stream, address, true),
    })
    await this.#listener.listen(this.#options.host ?? '0.0.0.0', this.#options.port ?? 0)
    if (this.status().state === 'closed') {
      await this.#listener.close() // close() was called meanwhile
      throw fail('TRANSPORT_CLOSED', { name: this.name })
    }
    this.#dialer = new Dialer({
      ...common,
      random,
      isConnected,
      onStream: (stream, address) => this.#give(stream, address, false),
    })
    this.#connections.begin(onConnection)
    this.#watch(limits, timers)
  }

  async join(topic: Uint8Array, _options: JoinOptions): Promise<void> {
    this.#topics.add(topicName(topic))
    this.#mustBeStarted()
  }

  async leave(topic: Uint8Array): Promise<void> {
    this.#topics.delete(topicName(topic))
  }

  async flush(): Promise<boolean> {
    return this.#connections.state === 'started'
  }

  async connect(address: string, options: { keepTrying?: boolean } = {}): Promise<void> {
    await this.#mustBeStarted().dial(parseAddress(address), options.keepTrying ?? false)
  }

  forget(address: string): void {
    this.#dialer?.forget(parseAddress(address))
  }

  addresses(): string[] {
    const bound = this.#listener?.address()
    if (!bound) return []
    return reachableHosts(bound.host).map((host) => formatAddress({ host, port: bound.port }))
  }

  status(): TransportStatus {
    return {
      name: this.name,
      state: this.#connections.state,
      connections: this.#connections.size,
      topics: this.#topics.size,
      online: this.#connections.size > 0 ? 'yes' : 'unknown',
      dialing: this.#dialer?.status() ?? [],
    }
  }

  async close(): Promise<void> {
    const ended = this.#connections.close()
    const { timers = systemTimers } = this.#options
    timers.clearTimeout(this.#watching)
    this.#topics.clear()
    this.#dialer?.close()
    await Promise.all([this.#listener?.close(), ended])
  }

  /** False: not given on, because it is ourselves or we are closing. */
  #give(stream: PeerStream, address: { host: string; port: number }, incoming: boolean): boolean {
    const sameNetwork = isLocalNetwork(address.host)
    return this.#connections.give({
      stream,
      transport: this.name,
      address: formatAddress(address),
      incoming,
      sameNetwork,
    })
  }

  /** Ends what hangs on an address this computer no longer has: a cable was pulled, and TCP would wait for half a minute. */
  #watch(limits: Limits, timers: Timers): void {
    this.#watching = timers.setTimeout(() => {
      const lost = this.#connections.values().filter(({ stream }) => isGone(stream))
      for (const { stream, address } of lost) stream.destroy(fail('PEER_SILENT', { address }))
      this.#watch(limits, timers)
    }, limits.lanLookMs)
  }

  #mustBeStarted(): Dialer {
    return this.#connections.started(this.#dialer)
  }
}

function isGone({ rawStream }: PeerStream): boolean {
  const { localAddress } = rawStream as { localAddress?: string }
  return localAddress !== undefined && !isOwnAddress(localAddress)
}
