/** js-libp2p as we use it. Loaded when it is needed: its modules take longer than all others of a node together. */
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import type { Limits } from '../limits.ts'
import type { Sighting } from './mdns/record.ts'
import type { NetworkAddress } from '../network-address.ts'
import type { Libp2pConnection } from './protocols.ts'

/** Above what a fast Wi-Fi has under way (100 MB/s × 5 ms), and below what libp2p ends a stream for (4 MiB unread). */
export const WINDOW_BYTES = 1_048_576

/**
 * Listens on TCP. The peer id is fresh each time: it tells nobody on a network who was there yesterday.
 * No DHT, no bootstrap, no identify: nothing is asked of anybody and nothing said beyond our two protocols.
 */
export async function openHost({ host, port }: NetworkAddress, limits: Limits): Promise<Libp2p> {
  return createLibp2p({
    addresses: { listen: [`/ip4/${host}/tcp/${port}`] },
    transports: [
      tcp({ backlog: limits.halfOpen, dialOpts: { noDelay: true }, listenOpts: { noDelay: true } }),
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [
      yamux({
        // Two protocols and libp2p's own ping; more is no node of ours.
        maxInboundStreams: 8,
        maxOutboundStreams: 8,
        streamOptions: { maxStreamWindowSize: WINDOW_BYTES },
      }),
    ],
    connectionManager: {
      maxConnections: limits.incoming,
      maxParallelDials: limits.lanDials,
      dialTimeout: limits.connectMs,
      inboundUpgradeTimeout: limits.lanUpgradeMs,
      maxIncomingPendingConnections: limits.halfOpen,
      inboundConnectionThreshold: limits.halfOpenPerHost,
    },
  })
}

/** Dials one peer at one address; any other that answers there is refused by libp2p's handshake. */
export async function dial(libp2p: Libp2p, to: Sighting): Promise<Libp2pConnection> {
  return libp2p.dial(multiaddr(`/ip4/${to.host}/tcp/${to.port}/p2p/${to.id}`))
}

/** Forgets what libp2p noted about a peer: ids are free, and it would keep every one that ever answered or did not. */
export async function forget(libp2p: Libp2p, id: string): Promise<void> {
  await libp2p.peerStore.delete(peerIdFromString(id))
}
