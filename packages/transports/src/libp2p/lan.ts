import type {
  Connection,
  Hint,
  JoinOptions,
  KeyPair,
  Logger,
  PeerStream,
  Random,
  Timers,
} from '../contract.ts'
import { inWords } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { formatAddress, isLocalNetwork, type NetworkAddress } from '../network-address.ts'
import { Crowd } from './crowd.ts'
import type { Finder, Found } from './finder.ts'
import { onLink, type LanInterface } from './mdns/interfaces.ts'
import type { Sighting } from './mdns/record.ts'
import { isRelayed, Neighbour } from './neighbour.ts'
import {
  NODE_PROTOCOL,
  TOPICS_PROTOCOL,
  type Libp2p,
  type Libp2pConnection,
  type Libp2pStream,
} from './protocols.ts'
import { Sightings } from './sightings.ts'
import { Unreached } from './unreached.ts'

export type LanOptions = {
  keyPair: KeyPair
  /** Loads js-libp2p as it is used here: late, since its modules take longer than all others of a node together. */
  load: () => Promise<Host>
  find: (found: Found) => Finder
  topics: () => Iterable<{ topic: Uint8Array; how: JoinOptions }>
  isConnected: (remotePublicKey: Uint8Array) => boolean
  /** False when it isn't wanted. */
  onStream: (
    stream: PeerStream,
    from: Pick<Connection, 'address' | 'incoming' | 'sameNetwork' | 'relayed'>,
  ) => boolean
  logger: Logger
  limits: Limits
  timers: Timers
  random: Random
}

/** In a hint. */
const HOSTS_NAMED = 3

export type Host = {
  open: () => Promise<Libp2p>
  dial: (libp2p: Libp2p, to: Sighting) => Promise<unknown>
  forget: (libp2p: Libp2p, id: string) => Promise<void>
}

/** Joins within this time are told in one list. */
const GATHER_MS = 20

/** How long libp2p may take to close what it has open before we go without it. */
const GRACE_MS = 1_000

/** What is there on the local network: whom mDNS sees, who is connected, and what they have in common with us. */
export class Lan {
  readonly #options: LanOptions
  readonly #crowd: Crowd
  readonly #sightings: Sightings
  readonly #finder: Finder
  readonly #unreached = new Unreached()
  #host: Host | null = null
  #libp2p: Libp2p | null = null
  #telling: unknown = null
  #loading: { timer: unknown; go: () => void } | null = null
  #closed = false
  /** Whether all networks there are have been asked once. */
  asked = false

  constructor(options: LanOptions) {
    const { limits, timers, random, logger } = options
    this.#options = options
    this.#crowd = new Crowd(limits)
    this.#sightings = new Sightings({
      limits,
      timers,
      random,
      logger,
      dial: (to) => this.#dial(to),
      wanted: (id) => !this.#closed && !this.#crowd.has(id) && this.#on('client'),
      // Who isn't announced can't be dialed: nobody to wait for.
      first: (id) => this.#id < id || !this.#on('server'),
    })
    this.#finder = options.find({
      self: () => this.#self(),
      onSighting: (sighting) => {
        this.#unreached.heard(sighting.host)
        this.#sightings.add(sighting)
      },
      onGoodbye: (id) => this.#sightings.forget(id),
      onGone: (on) => this.#leave(on),
    })
  }

  /** Resolves when connections can come in and all networks have been asked who is there. */
  async open(afterMs: number): Promise<void> {
    const { timers, load } = this.#options
    if (afterMs > 0)
      await new Promise<void>((go) => (this.#loading = { timer: timers.setTimeout(go, afterMs), go }))
    if (this.#closed) return
    this.#host = await load()
    const libp2p = await this.#host.open()
    this.#libp2p = libp2p
    if (this.#closed) return this.#stop()
    libp2p.addEventListener('connection:open', ({ detail }) => this.#meet(detail))
    libp2p.addEventListener('connection:close', ({ detail }) =>
      this.#of(detail)?.close(new Error('the connection ended')),
    )
    // One, and one that is still ending.
    const asStream = { maxInboundStreams: 2, maxOutboundStreams: 2, runOnLimitedConnection: true }
    await libp2p.handle(TOPICS_PROTOCOL, (stream, to) => this.#serve(to, stream, 'talk'), asStream)
    await libp2p.handle(NODE_PROTOCOL, (stream, to) => this.#serve(to, stream, 'accept'), asStream)
    await this.#finder.start(libp2p)
    this.asked = true
  }

  topicsChanged(): void {
    if (this.#telling !== null || this.#closed) return
    this.#telling = this.#options.timers.setTimeout(() => {
      this.#telling = null
      for (const neighbour of this.#crowd.values()) neighbour.tellTopics()
      if (!this.#libp2p) return
      this.#finder.announce()
      this.#finder.ask()
      this.#sightings.again()
    }, GATHER_MS)
  }

  online(): 'yes' | 'no' | 'unknown' {
    return this.asked ? this.#finder.state() : 'unknown'
  }

  /** What was seen that may keep others away. */
  hints(): Hint[] {
    const hosts = this.#unreached.hosts()
    const named = hosts.slice(0, HOSTS_NAMED)
    if (hosts.length > 0)
      return [
        {
          code: 'neighbours-unreachable',
          hosts: named,
          message:
            `${named.join(', ')} ${hosts.length === 1 ? 'is' : 'are'} heard on this network, but no connection opens: ` +
            'the network may keep its devices apart (as guest networks do), or a firewall is in between',
        },
      ]
    if (this.online() === 'no')
      return [{ code: 'no-network', message: 'this computer is on no local network' }]
    return this.asked && this.#finder.quiet
      ? [
          {
            code: 'network-quiet',
            message:
              'nothing of any other device was heard on the local network: it may be empty, or keep its devices apart',
          },
        ]
      : []
  }

  async close(): Promise<void> {
    this.#closed = true
    const { timers } = this.#options
    timers.clearTimeout(this.#telling)
    timers.clearTimeout(this.#loading?.timer)
    this.#loading?.go()
    const said = this.#finder.close()
    this.#sightings.close()
    for (const neighbour of this.#crowd.values()) neighbour.close(new Error('closing'))
    await Promise.all([said, this.#stop()])
  }

  get #id(): string {
    return this.#libp2p?.peerId.toString() ?? ''
  }

  #on(how: keyof JoinOptions): boolean {
    return [...this.#options.topics()].some((topic) => topic.how[how])
  }

  /** Who is on no topic can't be of use to anybody, and isn't told of. */
  #self(): { id: string; port: number } | null {
    const port = this.#libp2p && this.#on('server') ? portOf(this.#libp2p) : null
    return port === null ? null : { id: this.#id, port }
  }

  async #dial(to: Sighting): Promise<void> {
    const [libp2p, host] = [this.#libp2p, this.#host]
    if (!libp2p || !host) return
    try {
      await host.dial(libp2p, to)
    } catch (error) {
      await host.forget(libp2p, to.id)
      this.#unreached.failed(to.host)
      throw error
    }
  }

  #meet(connection: Libp2pConnection): void {
    const { topics, keyPair, isConnected, onStream, logger, limits, timers, random } = this.#options
    if (this.#finder.owns(connection)) return
    const place = placeOf(connection)
    const relayed = isRelayed(connection)
    const address = formatAddress(place)
    this.#unreached.reached(place.host)
    const sameNetwork =
      !relayed &&
      (isLocalNetwork(place.host) || this.#finder.interfaces().some((on) => onLink(on, place.host)))
    const neighbour = new Neighbour({
      connection,
      self: this.#id,
      keyPair,
      address,
      topics,
      isConnected,
      onStream: (stream, incoming) =>
        onStream(stream, { address, incoming, relayed, ...(sameNetwork && { sameNetwork }) }),
      onClosed: () => this.#left(neighbour),
      logger,
      limits,
      timers,
      random,
    })
    if (this.#closed) return neighbour.close(new Error('closing'))
    const from = relayed ? `through ${neighbour.id}` : place.host
    if (!this.#crowd.add(neighbour, from, this.#id < neighbour.id)) return
    neighbour.start().catch((error: unknown) => neighbour.close(error as Error))
  }

  /** A cable was pulled: whoever was reached by it isn't any more, and TCP would wait for half a minute. */
  #leave(on: LanInterface): void {
    for (const { neighbour, host } of this.#crowd.places())
      if (onLink(on, host)) neighbour.close(new Error('the network went away'))
  }

  #left(neighbour: Neighbour): void {
    if (!this.#crowd.remove(neighbour) || this.#closed) return
    this.#sightings.lost(neighbour.id, performance.now() - neighbour.since)
    if (this.#libp2p)
      this.#host?.forget(this.#libp2p, neighbour.id).catch((error: unknown) => this.#trouble(error))
  }

  #serve(connection: Libp2pConnection, stream: Libp2pStream, what: 'talk' | 'accept'): void {
    const neighbour = this.#of(connection)
    if (!neighbour) return stream.abort(new Error('not this connection'))
    neighbour[what](stream).catch((error: unknown) => this.#trouble(error))
  }

  #of(connection: Libp2pConnection): Neighbour | undefined {
    const neighbour = this.#crowd.get(connection.remotePeer.toString())
    return neighbour?.isOver(connection) ? neighbour : undefined
  }

  /** Bounded: libp2p waits for what others don't answer. */
  async #stop(): Promise<void> {
    const libp2p = this.#libp2p
    this.#libp2p = null
    if (!libp2p) return
    const { timers } = this.#options
    for (const connection of libp2p.getConnections()) connection.abort(new Error('closing'))
    let late: unknown
    const deadline = new Promise<void>((resolve) => (late = timers.setTimeout(resolve, GRACE_MS)))
    const stopped = Promise.resolve(libp2p.stop()).catch((error: unknown) => this.#trouble(error))
    await Promise.race([stopped, deadline])
    timers.clearTimeout(late)
  }

  #trouble(error: unknown): void {
    this.#options.logger.debug('the local network had trouble', { reason: inWords(error) })
  }
}

/** libp2p tells an address for each interface, all with the port it got. */
function portOf(libp2p: Libp2p): number | null {
  for (const address of libp2p.getMultiaddrs()) {
    const port = Number(address.getComponents().find(({ name }) => name === 'tcp')?.value)
    if (port > 0) return port
  }
  return null
}

function placeOf({ remoteAddr }: Libp2pConnection): NetworkAddress {
  const parts = remoteAddr.getComponents()
  const host = parts.find(({ name }) => name === 'ip4' || name === 'ip6')?.value ?? ''
  return { host, port: Number(parts.find(({ name }) => name === 'tcp')?.value ?? 0) }
}
