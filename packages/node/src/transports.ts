import { createHash } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { createDirectTransport, type KeyPair, nodeKeyPair, type Transport } from '@allmende/transports'
import { createHyperswarmTransport } from '@allmende/transports/hyperswarm'
import { createLibp2pTransport, createMeetingTransport } from '@allmende/transports/libp2p'
import type { Sync } from '@allmende/sync'
import { decodeZ32, type Logger } from '@allmende/vocabulary'
import type { OpenNodeOptions } from './contract.ts'

type Common = {
  readonly keyPair: KeyPair
  readonly logger: Logger
  /** Who is there by one way isn't dialed by another. */
  readonly isConnected: (remotePublicKey: Uint8Array) => boolean
}

/** A node is ready before the modules for the local network are loaded, which take a core for half a second. */
const LOAD_LAN_AFTER_MS = 500

/** Commands that open the home for a moment don't load it at all; whether UDP works is known by then. */
const LOAD_MEETING_AFTER_MS = 4_000

/** The ways this node reaches others. The direct one always is there: somebody may know its address. */
export function openTransports(common: Common, options: OpenNodeOptions): Transport[] {
  const { host, peerPort = 0, internet = true, lan = true, bootstrap, relay } = options
  const where = host === undefined ? {} : { host }
  const place = { ...where, port: peerPort }
  const ways: Transport[] = [createDirectTransport({ ...common, ...place })]
  if (lan && onNetwork(host))
    ways.push(createLibp2pTransport({ ...common, ...where, loadAfterMs: LOAD_LAN_AFTER_MS }))
  if (!internet) return ways
  const { keyPair, logger } = common
  const places = bootstrap ?? []
  // Addresses of the web are for TCP alone.
  const udp = places.filter((one) => !one.includes('://'))
  const hyperswarm = createHyperswarmTransport({
    keyPair,
    logger,
    ...place,
    ...(places.length > 0 && { bootstrap: udp }),
    ...(relay && { relay: { keyPair: relayKeyPair(keyPair), limits: rates(relay) } }),
  })
  // Over UDP all others are reached better; who has none looks here, and all others can be found.
  const looks = (): boolean => hyperswarm.status().online === 'no'
  const meeting = createMeetingTransport({
    ...common,
    ...where,
    places,
    looks,
    loadAfterMs: LOAD_MEETING_AFTER_MS,
    ...(relay && { own: ownPlace(keyPair, relay, peerPort) }),
  })
  return [...ways, hyperswarm, meeting]
}

/** Another than the node's, which a DHT takes once; the same after a restart, so that what was announced stays true. */
function relayKeyPair(keyPair: KeyPair): KeyPair {
  return nodeKeyPair(seedOf('relay', keyPair))
}

function seedOf(what: string, { secretKey }: KeyPair): Uint8Array {
  return createHash('sha256').update(`allmende ${what} of a node 1`).update(secretKey).digest()
}

/** The TCP port of the peer port is taken, by the node itself: the next one is its place's when nothing else is said. */
function ownPlace(
  keyPair: KeyPair,
  relay: NonNullable<OpenNodeOptions['relay']>,
  peerPort: number,
): NonNullable<Parameters<typeof createMeetingTransport>[0]['own']> {
  const next = peerPort === 0 ? 0 : (peerPort + 1) % 65_536
  return { port: relay.port ?? next, seed: seedOf('meeting place', keyPair), limits: rates(relay) }
}

/** No household gets more than half of what is given. */
function rates({ bytesPerSecond }: NonNullable<OpenNodeOptions['relay']>): {
  bytesPerSecond?: number
  bytesPerSecondPerHost?: number
} {
  if (bytesPerSecond === undefined) return {}
  return { bytesPerSecond, bytesPerSecondPerHost: Math.ceil(bytesPerSecond / 2) }
}

/** Whether neighbours can reach what listens on `host`. */
function onNetwork(host: string | undefined): boolean {
  return host === undefined || (isIPv4(host) && !host.startsWith('127.'))
}

/**
 * When the connection that was in use ends, every other way is tried at once: in a large network a peer is looked for every
 * ten minutes only.
 */
export function seekWhoIsLost(sync: Sync, transports: readonly Transport[]): void {
  sync.on('peer-gone', ({ node }) => {
    for (const transport of transports) transport.seek?.(decodeZ32(node))
  })
}
