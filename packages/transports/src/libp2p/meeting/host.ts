/** js-libp2p for meeting places. Loaded late, and only where there is one to go to. */
import { once } from 'node:events'
import { createServer, isIPv4, type AddressInfo } from 'node:net'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { dcutr } from '@libp2p/dcutr'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import type { Limits } from '../../limits.ts'
import { isLocalNetwork, reachableHosts } from '../../network-address.ts'
import type { Sighting } from '../mdns/record.ts'
import { WINDOW_BYTES } from '../host.ts'
import type { Libp2p, Libp2pConnection } from '../protocols.ts'

/** Relayed connections that come in over one connection with a meeting place. */
const MOST_RELAYED = 64

/**
 * Reached through a relay at as many meeting places, and directly where a hole can be punched (DCUtR) or none is needed. The
 * peer id is fresh each time. Identify says where we listen: to the place, and to who shares a topic there.
 */
export async function openMeetingHost(host: string, places: number, limits: Limits): Promise<Libp2p> {
  const port = await freePort(host)
  return createLibp2p({
    nodeInfo: { name: 'allmende', version: '1', userAgent: 'allmende' },
    addresses: {
      listen: [`/ip4/${host}/tcp/${port}`, ...Array.from({ length: places }, () => '/p2p-circuit')],
      // libp2p keeps public addresses to itself until somebody has confirmed them; DCUtR then has nothing to dial.
      appendAnnounce: reachableHosts(host)
        .filter((own) => isIPv4(own) && !isLocalNetwork(own))
        .map((own) => `/ip4/${own}/tcp/${port}`),
    },
    transports: [
      tcp({ backlog: limits.halfOpen, dialOpts: { noDelay: true }, listenOpts: { noDelay: true } }),
      webSockets(),
      circuitRelayTransport(),
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [
      yamux({
        maxInboundStreams: MOST_RELAYED,
        maxOutboundStreams: MOST_RELAYED,
        streamOptions: { maxStreamWindowSize: WINDOW_BYTES },
      }),
    ],
    connectionManager: {
      maxConnections: limits.incoming,
      maxParallelDials: limits.lanDials,
      dialTimeout: limits.connectMs,
      inboundUpgradeTimeout: limits.handshakeMs,
      maxIncomingPendingConnections: limits.halfOpen,
      inboundConnectionThreshold: limits.halfOpenPerHost,
    },
    services: { identify: identify(), dcutr: dcutr() },
  })
}

/** Known beforehand, to be announced; another program may take it meanwhile, and then the next try gets another. */
async function freePort(host: string): Promise<number> {
  const server = createServer()
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Dials a peer through the meeting place that told of it. */
export async function dialThrough(libp2p: Libp2p, to: Sighting): Promise<Libp2pConnection> {
  return libp2p.dial(multiaddr(`${to.through}/p2p-circuit/p2p/${to.id}`))
}

export { multiaddr }
