/** The internet: finds peers by topic in a DHT, punches holes through routers. UDP; loads a native addon. */
import HyperDHT from 'hyperdht'
import Hyperswarm from 'hyperswarm'
import { hex, topicName } from '../bytes.ts'
import { Connections } from '../connections.ts'
import type {
  Clock,
  Connection,
  Hint,
  JoinOptions,
  KeyPair,
  Logger,
  PeerStream,
  Random,
  Timers,
  Transport,
  TransportStatus,
} from '../contract.ts'
import { fail, inWords } from '../errors.ts'
import { LIMITS, type Limits } from '../limits.ts'
import { formatAddress, isLocalNetwork, parseAddress } from '../network-address.ts'
import { NODE_RELAY_LIMITS, type RelayLimits } from '../relay/limits.ts'
import { endBack } from '../secret-stream.ts'
import { systemRandom } from '../system-random.ts'
import { systemTimers } from '../system-timers.ts'
import { boundUnread } from './bound-unread.ts'
import { PendingDials } from './give-way.ts'
import { heardFrom } from './heard-from.ts'
import { Relays } from './find-relays.ts'
import type { NetworkView } from './next-look.ts'
import { onDial } from './on-dial.ts'
import { openDht } from './open-dht.ts'
import { OwnRelay } from './own-relay.ts'
import { JoinedTopic } from './topic.ts'
import { watchRelayed } from './watch-relayed.ts'
import { whySilent } from './why-silent.ts'

export type HyperswarmOptions = {
  keyPair: KeyPair
  /** `host:port` of bootstrap nodes; the public ones when absent; an empty list: none, nobody is found. */
  bootstrap?: string[]
  /** The address that the UDP sockets bind. Absent: all networks, or loopback when every bootstrap node is there. */
  host?: string
  /** 0 or absent: any that is free. */
  port?: number
  /** Carries for others who can't reach each other, within limits; the key is of the relay alone. */
  relay?: { keyPair: KeyPair; limits?: Partial<RelayLimits> }
  logger: Logger
  random?: Random
  timers?: Timers
  limits?: Partial<Limits>
}

/** Beyond, we no longer dial others by ourselves; 64 peers forward everything soon enough. */
const MAX_DIALED = 64

/** How long close() may take back announcements and say goodbye before it just goes. */
const GRACE_MS = 700

/** The header of the other side comes one way behind its handshake: two seconds is a satellite link with a loss. */
const HEADER_MS = 2_000

/** Between two looks at why nobody answers. */
const SILENCE_MS = 60_000

const STEADY: Clock = { now: () => performance.now() }

/** Who was there by another way is dialed for so long; then it is found under its topic or not at all. */
const SEEK_MS = 60_000

export function createHyperswarmTransport(options: HyperswarmOptions): Transport {
  return new HyperswarmTransport(options)
}

class HyperswarmTransport implements Transport {
  readonly name = 'hyperswarm'
  #options: HyperswarmOptions
  #swarm: Hyperswarm | null = null
  #relays: Relays | null = null
  #ownRelay: OwnRelay | null = null
  #isRelayed: (stream: PeerStream) => boolean = () => false
  #topics = new Map<string, JoinedTopic>()
  readonly #connections: Connections
  #sought = new Map<string, unknown>()
  #silence: { at: number; hint: Hint | null } | null = null
  #closing: Promise<void> | null = null

  constructor(options: HyperswarmOptions) {
    this.#options = options
    this.#connections = new Connections(this.name, options.keyPair)
  }

  async start(onConnection: (connection: Connection) => void): Promise<void> {
    this.#connections.mustBeNew()
    const dht = await openDht(this.#options)
    this.#isRelayed = watchRelayed(dht)
    this.#relays = this.#openRelays(dht)
    this.#ownRelay = this.#offerRelay(dht)
    this.#swarm = this.#openSwarm(dht, this.#relays)
    this.#swarm.on('connection', (stream) => this.#take(stream))
    this.#connections.begin(onConnection)
  }

  async join(topic: Uint8Array, options: JoinOptions): Promise<void> {
    const name = topicName(topic)
    const swarm = this.#mustBeStarted()
    if (!options.server && !options.client) return this.leave(topic)
    const joined = this.#topics.get(name)
    if (joined) return joined.change(options)
    const { logger, timers = systemTimers, random = systemRandom } = this.#options
    const view = () => this.#view(swarm)
    this.#topics.set(
      name,
      new JoinedTopic({ session: swarm.join(topic, options), view, logger, timers, random }),
    )
    this.#topics.get(name)?.begin()
  }

  async leave(topic: Uint8Array): Promise<void> {
    const name = topicName(topic)
    const joined = this.#topics.get(name)
    this.#topics.delete(name)
    // Taking the announcement back asks the network; nobody should wait for that.
    joined?.end()
  }

  async flush(deadlineMs = 5_000): Promise<boolean> {
    const { timers = systemTimers } = this.#options
    const flushed = Promise.all([...this.#topics.values()].map((topic) => topic.flushed()))
    return within(
      timers,
      deadlineMs,
      flushed.then((all) => all.every(Boolean)),
      false,
    )
  }

  seek(remotePublicKey: Uint8Array): void {
    const name = hex(remotePublicKey)
    const { timers = systemTimers } = this.#options
    const swarm = this.#swarm
    if (!swarm || this.#connections.state !== 'started' || !swarm.peers.has(name)) return
    timers.clearTimeout(this.#sought.get(name))
    swarm.joinPeer(remotePublicKey)
    const stop = (): void => {
      this.#sought.delete(name)
      swarm.leavePeer(remotePublicKey)
    }
    this.#sought.set(name, timers.setTimeout(stop, SEEK_MS))
  }

  addresses(): string[] {
    return []
  }

  status(): TransportStatus {
    const dht = this.#swarm?.dht
    return {
      name: this.name,
      state: this.#connections.state,
      connections: this.#connections.size,
      topics: this.#topics.size,
      online: this.#connections.state === 'started' && dht ? online(dht) : 'unknown',
      ...(dht && {
        dht: {
          nodes: dhtNodes(dht),
          bootstrapped: dht.bootstrapped && dht.stats.requests.responses > 0,
          firewalled: dht.firewalled,
          publicAddress: dht.host && dht.port ? formatAddress({ host: dht.host, port: dht.port }) : null,
          relays: this.#relays?.count ?? 0,
        },
        hints: this.#hints(dht),
      }),
      ...(this.#ownRelay && { relay: this.#ownRelay.status() }),
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const swarm = this.#swarm
    const { timers = systemTimers } = this.#options
    for (const topic of this.#topics.values()) topic.stop()
    this.#topics.clear()
    for (const timer of this.#sought.values()) timers.clearTimeout(timer)
    const ended = this.#connections.close()
    if (!swarm) return
    const left = this.#ownRelay?.close().catch((error: unknown) => this.#trouble('closing the relay', error))
    await within(timers, GRACE_MS, Promise.resolve(left), undefined)
    const gone = swarm.destroy().catch((error: unknown) => this.#trouble('leaving the network', error))
    await within(timers, GRACE_MS, gone, undefined)
    // Fails the requests that still wait for an answer, so that what waits for them ends too.
    const forced = swarm.dht
      .destroy({ force: true })
      .catch((error: unknown) => this.#trouble('closing', error))
    await within(timers, GRACE_MS, Promise.all([gone, forced, ended]), undefined)
  }

  #openRelays(dht: HyperDHT): Relays {
    const { logger, random = systemRandom, relay } = this.#options
    const own = relay?.keyPair.publicKey
    return new Relays({ dht, clock: STEADY, random, logger, ...(own && { own }) })
  }

  #offerRelay(dht: HyperDHT): OwnRelay | null {
    const { relay, logger, timers = systemTimers } = this.#options
    if (!relay) return null
    const limits = { ...NODE_RELAY_LIMITS, ...relay.limits }
    const own = new OwnRelay({ dht, keyPair: relay.keyPair, clock: STEADY, timers, logger, limits })
    own.begin()
    return own
  }

  #openSwarm(dht: HyperDHT, relays: Relays): Hyperswarm {
    const { keyPair } = this.#options
    const dials = new PendingDials(keyPair.publicKey, { now: () => performance.now() })
    dials.watch(dht)
    const swarm = new Hyperswarm({
      dht,
      keyPair,
      maxPeers: MAX_DIALED,
      // Asked of both ways; what a peer that dials us says of itself comes along.
      firewall: (publicKey, theirs) => {
        if (theirs) dials.dialedBy(publicKey)
        return false
      },
      // Only when punching failed, or can't work: a relay is somebody else's computer, and slower.
      relayThrough: (force) => (force || dht.randomized ? relays.choose() : null),
    })
    relayWhenPunchingFails(swarm, (peer, error) => {
      this.#options.logger.debug('hyperswarm: a peer could not be dialed', { peer, reason: inWords(error) })
    })
    return swarm
  }

  #hints(dht: HyperDHT): Hint[] {
    if (this.#connections.state !== 'started') return []
    if (online(dht) === 'no') return this.#silence?.hint ? [this.#silence.hint] : []
    if (!dht.randomized) return []
    const relays = this.#relays?.count ?? 0
    const way = relays > 0 ? 'then a relay carries' : 'and no relay is known'
    return [
      {
        code: 'hard-router',
        relays,
        message: `the router here changes ports by chance: a direct way to others behind such routers can't be had, ${way}`,
      },
    ]
  }

  /** Asked seldom: it is a question to somebody who doesn't answer. */
  #askWhySilent(swarm: Hyperswarm): void {
    const now = performance.now()
    if (online(swarm.dht) !== 'no' || (this.#silence && now - this.#silence.at < SILENCE_MS)) return
    const { bootstrap = HyperDHT.BOOTSTRAP, timers = systemTimers } = this.#options
    const silence: { at: number; hint: Hint | null } = { at: now, hint: this.#silence?.hint ?? null }
    this.#silence = silence
    // The library's own are written with an address before the name.
    const places = bootstrap.map((one) => parseAddress(one.replace(/^.*@/, '')))
    whySilent(places, timers)
      .then((hint) => (silence.hint = hint))
      .catch((error: unknown) => this.#trouble('asking why nobody answers', error))
  }

  /** Called after each look at a topic. */
  #view(swarm: Hyperswarm): NetworkView {
    const nodes = dhtNodes(swarm.dht)
    this.#askWhySilent(swarm)
    if (nodes > 0 && swarm.dht.firewalled) this.#relays?.refresh()
    // A key that could not be announced while nobody answered is tried again by the library after five minutes only,
    // and until then the topic leads to a peer that nobody can reach.
    if (nodes > 0 && swarm.server.relayAddresses.length === 0) swarm.server.refresh()
    const seen = swarm.peers.size
    this.#options.logger.debug('hyperswarm: looked for peers', { nodes, seen })
    return { dhtNodes: nodes, connections: this.#connections.size }
  }

  #take(stream: PeerStream): void {
    stream.on('error', (error) => this.#trouble('a connection', error))
    this.#give(stream).catch((error: unknown) => this.#trouble('a new connection', error))
  }

  async #give(stream: PeerStream): Promise<void> {
    if (!(await stream.opened) || stream.destroying) return
    const limits = { ...LIMITS, ...this.#options.limits }
    const { timers = systemTimers } = this.#options
    if (!(await heardFrom(stream, timers, HEADER_MS))) {
      this.#trouble('a connection', new Error('silence after its handshake'))
      return stream.destroy()
    }
    if (!stream.isInitiator && this.#connections.size >= limits.incoming) {
      this.#options.logger.warn('a connection was turned away: too many are open', { limit: limits.incoming })
      return stream.destroy()
    }
    boundUnread(stream, limits.unreadBytes, () =>
      stream.destroy(fail('PEER_FLOOD', { found: `more than ${limits.unreadBytes} bytes unread` })),
    )
    this.#connections.give(describe(endBack(stream), this.#isRelayed))
  }

  #trouble(what: string, error: unknown): void {
    this.#options.logger.debug(`hyperswarm: ${what} had trouble`, { reason: inWords(error) })
  }

  #mustBeStarted(): Hyperswarm {
    return this.#connections.started(this.#swarm)
  }
}

/** Where the peer is changes: what is relayed at first goes directly as soon as a hole was punched. */
function describe(stream: PeerStream, isRelayed: (stream: PeerStream) => boolean): Connection {
  const place = (): { host: string | null; port: number } => {
    const raw = stream.rawStream as { remoteHost?: string | null; remotePort?: number } | null
    return { host: raw?.remoteHost ?? null, port: raw?.remotePort ?? 0 }
  }
  let { host, port } = place()
  return {
    stream,
    transport: 'hyperswarm',
    incoming: !stream.isInitiator,
    get relayed() {
      return isRelayed(stream)
    },
    get address() {
      const now = place()
      if (now.host !== null) ({ host, port } = now)
      return host === null ? hex(stream.remotePublicKey).slice(0, 16) : formatAddress({ host, port })
    },
    get sameNetwork() {
      return host !== null && !isRelayed(stream) && isLocalNetwork(host)
    },
  }
}

/** What the library takes for a reason to use a relay leaves these out: too few nodes answered to know the own router. */
const UNPUNCHABLE = new Set([
  'HOLEPUNCH_PROBE_TIMEOUT',
  'REMOTE_ABORTED',
  'REMOTE_NOT_HOLEPUNCHING',
  'HOLEPUNCH_INVALID',
])

function relayWhenPunchingFails(swarm: Hyperswarm, failed: (peer: string, error: unknown) => void): void {
  onDial(swarm.dht, ({ publicKey, stream, toRelay }) => {
    if (toRelay) return
    stream.once('error', (error) => {
      failed(hex(publicKey).slice(0, 8), error)
      const peer = swarm.peers.get(hex(publicKey))
      if (!peer || peer.forceRelaying || !UNPUNCHABLE.has((error as NodeJS.ErrnoException).code ?? '')) return
      peer.forceRelaying = true
      peer.attempts = 0
    })
  })
}

function dhtNodes(dht: HyperDHT): number {
  return dht.toArray().length
}

/** No guess: yes once something answered and requests do not all time out, no once everything has been tried in vain. */
function online(dht: HyperDHT): TransportStatus['online'] {
  if (dht.stats.requests.responses > 0) return dht.online ? 'yes' : 'no'
  return dht.bootstrapped ? 'no' : 'unknown'
}

async function within<T>(timers: Timers, ms: number, answer: Promise<T>, late: NoInfer<T>): Promise<T>
async function within<T>(
  timers: Timers,
  ms: number,
  answer: Promise<T>,
  late: undefined,
): Promise<T | undefined>
async function within<T>(timers: Timers, ms: number, answer: Promise<T>, late: T): Promise<T> {
  let timer: unknown
  const deadline = new Promise<T>((resolve) => {
    timer = timers.setTimeout(() => resolve(late), ms)
  })
  return Promise.race([answer, deadline]).finally(() => timers.clearTimeout(timer))
}
