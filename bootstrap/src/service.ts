import { randomBytes } from 'node:crypto'
import { nodeKeyPair, type Logger } from '@allmende/transports'
import {
  startBootstrapNode,
  type BootstrapNode,
  type RelayLimits,
  type RelayRates,
} from '@allmende/transports/bootstrap'
import type { MeetingPlace, PLACE_LIMITS } from '@allmende/transports/meeting'
import { metricsText, serveMetrics, type MetricsServer } from './metrics.ts'
import type { Options } from './options.ts'
import { StateFolder } from './state.ts'

export type Service = {
  address: string
  ports: number[]
  /** The relay's public key in hex; null: none is offered. */
  relay: string | null
  /** The port of WebSocket; null: none. */
  web: number | null
  /** `host:port` of the metrics; null: none. */
  metrics: string | null
  close(): Promise<void>
}

/** DHT nodes beside the first: a node behind a router asks three others what the router does before it punches. */
const HELPERS = 3

/** How often what a restart needs is written down. The routing table changes slowly. */
const SAVE_MS = 60_000

/** Everything in one process: the DHT nodes, the relay, what is kept over restarts, the metrics. */
export async function startService(options: Options, logger: Logger): Promise<Service> {
  const folder = options.state === undefined ? null : new StateFolder(options.state)
  await folder?.open()
  const state = (await folder?.load()) ?? { ports: [], known: [] }
  const keyPair = nodeKeyPair((await folder?.seed('relay')) ?? randomBytes(32))
  const [port = 0, ...helpers] = portsFor(options.port, state.ports)
  const node = await startBootstrapNode({
    host: options.host,
    ...(options.bind === undefined ? {} : { bind: options.bind }),
    port,
    helpers,
    known: state.known,
    ...(options.relay && { relay: { keyPair, logger, limits: relayLimits(options) } }),
  })
  const save = async (): Promise<void> => folder?.save({ ports: node.ports, known: node.known() })
  const seed = (await folder?.seed('meeting')) ?? randomBytes(32)
  const meeting = new Meeting(() => openMeeting(options, node, seed, logger))
  if (options.relay) await meeting.begin(options.web === undefined ? LATER_MS : 0)
  const metrics = await openMetrics(options, node, meeting).catch(async (error: unknown) => {
    await Promise.all([node.close(), meeting.close()])
    throw error
  })
  await save()
  const saving = setInterval(() => {
    save().catch((error: unknown) => logger.warn('the state could not be written', { reason: String(error) }))
  }, SAVE_MS)
  return {
    address: node.address,
    ports: node.ports,
    relay: options.relay ? Buffer.from(keyPair.publicKey).toString('hex') : null,
    web: meeting.open?.webPort || null,
    metrics: metrics?.address ?? null,
    close: async () => {
      clearInterval(saving)
      await save()
      await Promise.all([node.close(), meeting.close(), metrics?.close()])
    },
  }
}

/** The ones of last time; else those right after the main one, so that a firewall's rule is one range. */
function portsFor(wanted: number, kept: readonly number[]): number[] {
  const [first = 0, ...others] = kept
  const port = wanted === 0 ? first : wanted
  const same = port === first ? others : []
  return [port, ...Array.from({ length: HELPERS }, (_, at) => same[at] ?? (port === 0 ? 0 : port + 1 + at))]
}

/** js-libp2p takes a second or two to load: the DHT, which all need, is ready before. */
const LATER_MS = 1_000

/** The part for TCP, which may open behind the rest. */
class Meeting {
  open: MeetingPlace | null = null
  readonly #make: () => Promise<MeetingPlace | null>
  #timer: NodeJS.Timeout | undefined
  #opening: Promise<void> | null = null

  constructor(make: () => Promise<MeetingPlace | null>) {
    this.#make = make
  }

  /** Resolves when it is open, or at once when it opens later. */
  async begin(afterMs: number): Promise<void> {
    const now = async (): Promise<void> => {
      this.open = await this.#make()
    }
    if (afterMs === 0) return now()
    this.#timer = setTimeout(() => {
      this.#opening = now()
    }, afterMs)
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#opening
    await this.open?.close()
  }
}

/**
 * For nodes in networks that let no UDP through: at the TCP port of the same number, since that is what they know. Where another
 * program has it, the service goes on without.
 */
async function openMeeting(
  options: Options,
  node: BootstrapNode,
  seed: Uint8Array,
  logger: Logger,
): Promise<MeetingPlace | null> {
  const { host, bind = host, web } = options
  const { openMeetingPlace } = await import('@allmende/transports/meeting')
  const port = node.ports[0] ?? 0
  try {
    return await openMeetingPlace({
      bind,
      port,
      ...(web === undefined ? {} : { webPort: web }),
      seed,
      logger,
      limits: placeLimits(options),
    })
  } catch (error) {
    logger.warn('nodes without UDP are not served: the TCP port can’t be used', {
      port,
      reason: String(error),
    })
    return null
  }
}

/** One address gets a quarter of what all share, as where nothing is said. */
function rates({ relayRate }: Options): Partial<RelayRates> {
  if (relayRate === undefined) return {}
  return { bytesPerSecond: relayRate, bytesPerSecondPerHost: Math.ceil(relayRate / 4) }
}

function relayLimits(options: Options): Partial<RelayLimits> {
  const { relayComputers: sessions } = options
  return { ...rates(options), ...(sessions !== undefined && { sessions }) }
}

function placeLimits(options: Options): Partial<typeof PLACE_LIMITS> {
  const { relayComputers: reservations } = options
  return { ...rates(options), ...(reservations !== undefined && { reservations }) }
}

async function openMetrics(
  { metrics, metricsHost }: Options,
  node: BootstrapNode,
  meeting: Meeting,
): Promise<MetricsServer | null> {
  if (metrics === undefined) return null
  const began = performance.now()
  const text = (): string =>
    metricsText(
      { ...node.status(), meeting: meeting.open?.status() ?? null },
      process.memoryUsage().rss,
      (performance.now() - began) / 1_000,
    )
  return serveMetrics({ host: metricsHost, port: metrics, text })
}
