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
import { fail, inWords } from '../errors.ts'
import { LIMITS, type Limits } from '../limits.ts'
import { parseAddress, type NetworkAddress } from '../network-address.ts'
import { systemRandom } from '../system-random.ts'
import { systemTimers } from '../system-timers.ts'
import { Lan, type LanOptions } from './lan.ts'
import { Discovery } from './mdns/discovery.ts'
import { OwnPlace, type OwnPlaceOptions } from './meeting/own-place.ts'
import { Places } from './meeting/places.ts'
import { placeAddress } from './meeting/protocol.ts'
import { Seeker, type SeekerOptions } from './meeting/seeker.ts'

type CommonOptions = {
  keyPair: KeyPair
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

export type Libp2pOptions = CommonOptions & {
  /** The IPv4 address to listen on, on whose network others are looked for; every network of this computer when absent. */
  host?: string
  /** Of TCP; 0 or absent: any that is free. */
  port?: number
  /** Of mDNS; 5353 when absent. Only who uses the same finds each other. */
  mdnsPort?: number
}

export type MeetingOptions = CommonOptions & {
  /** Meeting places: `host:port` or `tcp://host:port`, or `ws://host:port` and `wss://host` for WebSocket. */
  places: readonly string[]
  /** The IPv4 address to listen on for direct connections; every network when absent. */
  host?: string
  /**
   * Whether others are looked for here. While false one is only found: whoever has no other way (a network without UDP) looks,
   * and all others are spared a second connection with everybody.
   */
  looks?: () => boolean
  /** Opens a meeting place for others, at which this node can be found as well. */
  own?: OwnPlaceOptions
}

const MDNS_PORT = 5353

/** How often it is asked whether to look. */
const LOOK_MS = 5_000

/** The local network: peers are found by mDNS. */
export function createLibp2pTransport(options: Libp2pOptions): Transport {
  const { host = '0.0.0.0', port = 0, mdnsPort = MDNS_PORT } = options
  return new Libp2pTransport('libp2p', options, (parts) => ({
    load: async () => {
      const { openHost, dial, forget } = await import('./host.ts')
      return { open: () => openHost({ host, port }, parts.limits), dial, forget }
    },
    find: (found) => new Discovery({ ...parts, ...found, host, port: mdnsPort }),
  }))
}

/** The internet over TCP: peers are found at meeting places, and reached through them where there is no direct way. */
export function createMeetingTransport(options: MeetingOptions): Transport {
  const { host = '0.0.0.0', looks = () => true } = options
  const given = options.places.map((said) => ({ said, address: placeAddress(parsePlace(said)) }))
  const { logger } = options
  const own = options.own ? new OwnPlace({ ...options.own, bind: host, logger }) : null
  const places = new Places(given, () => own?.address() ?? null, { ...LIMITS, ...options.limits })
  let seeker: Seeker | null = null
  return new Libp2pTransport(
    'meeting',
    options,
    (parts) => {
      let dial: SeekerOptions['dial'] = () => Promise.reject(new Error('not loaded'))
      return {
        load: async () => {
          const [{ openMeetingHost, dialThrough, multiaddr }, { forget }] = await Promise.all([
            import('./meeting/host.ts'),
            import('./host.ts'),
          ])
          dial = (libp2p, address) => libp2p.dial(multiaddr(address))
          const open = async (): ReturnType<typeof openMeetingHost> => {
            await own?.open()
            return openMeetingHost(host, places.most, parts.limits)
          }
          return { open, dial: dialThrough, forget }
        },
        find: (found) => {
          const seek = { ...parts, ...found, places }
          return (seeker = new Seeker({ ...seek, dial: (libp2p, address) => dial(libp2p, address) }))
        },
      }
    },
    { looks, own, places, changed: () => seeker?.placesChanged() },
  )
}

/** What only meeting places have. */
type Meeting = {
  readonly looks: () => boolean
  readonly own: OwnPlace | null
  readonly places: Places
  /** Others are to be gone to. */
  readonly changed: () => void
}

type Parts = Pick<LanOptions, 'logger' | 'limits' | 'timers' | 'random' | 'topics'>

/** @throws TransportError TRANSPORT_BOOTSTRAP */
function parsePlace(text: string): NetworkAddress & { web?: 'ws' | 'wss' } {
  const [, web] = /^(wss?|tcp):\/\//.exec(text) ?? []
  const rest = text.slice(web ? web.length + 3 : 0).replace(/\/$/, '')
  const port = web === undefined || web === 'tcp' || /:\d+$/.test(rest) ? '' : web === 'ws' ? ':80' : ':443'
  try {
    const address = parseAddress(`${rest}${port}`)
    return web === 'ws' || web === 'wss' ? { ...address, web } : address
  } catch {
    throw fail('TRANSPORT_BOOTSTRAP', {
      address: text,
      expected: 'HOST:PORT, tcp://HOST:PORT, ws://HOST:PORT or wss://HOST',
      found: text,
    })
  }
}

class Libp2pTransport implements Transport {
  readonly name: string
  readonly #options: CommonOptions
  readonly #how: (parts: Parts) => Pick<LanOptions, 'load' | 'find'>
  readonly #meeting: Meeting | null
  readonly #topics = new Map<string, { topic: Uint8Array; how: JoinOptions }>()
  readonly #connections: Connections
  #lan: Lan | null = null
  #opening: Promise<void> | null = null
  #failed = false
  #looking: unknown = null

  constructor(
    name: string,
    options: CommonOptions,
    how: (parts: Parts) => Pick<LanOptions, 'load' | 'find'>,
    meeting: Meeting | null = null,
  ) {
    this.name = name
    this.#options = options
    this.#how = how
    this.#meeting = meeting
    this.#connections = new Connections(this.name, options.keyPair)
  }

  /** Resolves at once: sockets open behind it. That they could not is told by the log and by `status`. */
  async start(onConnection: (connection: Connection) => void): Promise<void> {
    this.#connections.mustBeNew()
    const { keyPair, logger, loadAfterMs = 0, isConnected = () => false } = this.#options
    const { timers = systemTimers, random = systemRandom } = this.#options
    this.#connections.begin(onConnection)
    const limits = { ...LIMITS, ...this.#options.limits }
    const parts = { topics: () => this.#wanted(), logger, timers, random, limits }
    this.#lan = new Lan({
      ...parts,
      ...this.#how(parts),
      keyPair,
      isConnected,
      onStream: (stream, from) => this.#connections.give({ stream, transport: this.name, ...from }),
    })
    // Who knows no meeting place doesn't load what it takes to go to one.
    if (!this.#meeting || this.#meeting.own || this.#meeting.places.all().length > 0) this.#open(loadAfterMs)
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

  learn(places: readonly string[]): void {
    const meeting = this.#meeting
    if (!meeting) return
    meeting.places.learn(places)
    if (this.#connections.state !== 'started') return
    if (this.#opening) meeting.changed()
    else if (meeting.places.all().length > 0) this.#open(this.#options.loadAfterMs ?? 0)
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
      hints:
        this.#connections.state === 'started' && this.name === 'libp2p' ? (this.#lan?.hints() ?? []) : [],
      ...(this.#meeting?.own && { place: this.#meeting.own.status() }),
      ...(this.#meeting && { places: this.#meeting.places.status() }),
    }
  }

  async close(): Promise<void> {
    const ended = this.#connections.close()
    // Before the topics go: who is on none has nobody to say goodbye to.
    const { timers = systemTimers } = this.#options
    timers.clearTimeout(this.#looking)
    const left = this.#lan?.close()
    this.#topics.clear()
    await Promise.all([left, this.#opening, ended])
    await this.#meeting?.own?.close()
  }

  #open(afterMs: number): void {
    const { logger, timers = systemTimers } = this.#options
    if (this.#meeting) this.#watchLooks(timers, this.#meeting.looks)
    this.#opening =
      this.#lan?.open(afterMs).catch((error: unknown) => {
        this.#failed = true
        logger.warn(`${this.name === 'libp2p' ? 'the local network is' : 'meeting places are'} not used`, {
          reason: inWords(error),
        })
      }) ?? null
  }

  #wanted(): { topic: Uint8Array; how: JoinOptions }[] {
    const looks = this.#meeting?.looks() ?? true
    return [...this.#topics.values()].map(({ topic, how }) => ({
      topic,
      how: { server: how.server, client: how.client && looks },
    }))
  }

  /** Tells the others when it begins or ends to look. */
  #watchLooks(timers: Timers, looks: () => boolean, before = looks()): void {
    this.#looking = timers.setTimeout(() => {
      const now = looks()
      if (now !== before) this.#lan?.topicsChanged()
      this.#watchLooks(timers, looks, now)
    }, LOOK_MS)
  }

  #online(): TransportStatus['online'] {
    if (this.#connections.size > 0) return 'yes'
    return this.#failed ? 'no' : (this.#lan?.online() ?? 'unknown')
  }

  #mustBeStarted(): Lan {
    return this.#connections.started(this.#lan)
  }
}
