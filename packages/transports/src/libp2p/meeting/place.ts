/** The other side of a meeting place over TCP and WebSocket: js-libp2p with circuit relay v2, and who is on the same topics. */
import { circuitRelayServer } from '@libp2p/circuit-relay-v2'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import type { Logger, Timers } from '../../contract.ts'
import { inWords } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { systemTimers } from '../../system-timers.ts'
import { Carrier } from '../carrier.ts'
import type { Libp2p, Libp2pConnection, Libp2pStream } from '../protocols.ts'
import { readTopics, sendFrame } from '../topic-talk.ts'
import { encodePeers, MEET_PROTOCOL } from './protocol.ts'
import { Register } from './register.ts'

export const PLACE_LIMITS = {
  /** Computers that can be reached through the place at once; each holds a TCP connection. */
  reservations: 512,
  /** Bytes over one relayed connection; then it ends and is opened anew, so that none is held for ever. */
  relayedBytes: 128 * 1_048_576,
  relayedMs: 2 * 3_600_000,
  /** Relayed connections towards others at once. */
  relayed: 256,
}

export type MeetingPlace = {
  /** Of TCP and of WebSocket, as bound; 0: not listened on. */
  port: number
  webPort: number
  status(): { present: number; reservations: number; connections: number }
  close(): Promise<void>
}

type Guest = { talk: Carrier }

/** @throws the system's error when a port is taken */
export async function openMeetingPlace(options: {
  bind: string
  port: number
  /** Of WebSocket; absent: none. */
  webPort?: number
  seed: Uint8Array
  logger: Logger
  timers?: Timers
  limits?: Partial<typeof PLACE_LIMITS>
}): Promise<MeetingPlace> {
  const { bind, port, webPort, seed, logger, timers = systemTimers } = options
  const limits = { ...PLACE_LIMITS, ...options.limits }
  const relay = circuitRelayServer({
    maxOutboundStopStreams: limits.relayed,
    reservations: {
      maxReservations: limits.reservations,
      applyDefaultLimit: true,
      defaultDataLimit: BigInt(limits.relayedBytes),
      defaultDurationLimit: limits.relayedMs,
    },
  })
  const libp2p = await createLibp2p({
    privateKey: await generateKeyPairFromSeed('Ed25519', seed),
    nodeInfo: { name: 'allmende', version: '1', userAgent: 'allmende' },
    addresses: {
      listen: [
        `/ip4/${bind}/tcp/${port}`,
        ...(webPort === undefined ? [] : [`/ip4/${bind}/tcp/${webPort}/ws`]),
      ],
    },
    transports: [tcp({ backlog: LIMITS.halfOpen, listenOpts: { noDelay: true } }), webSockets()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionManager: {
      maxConnections: limits.reservations + LIMITS.halfOpen,
      inboundUpgradeTimeout: LIMITS.handshakeMs,
      maxIncomingPendingConnections: LIMITS.halfOpen,
      inboundConnectionThreshold: LIMITS.halfOpenPerHost,
    },
    services: { identify: identify(), relay },
  })
  const register = new Register()
  await attend(libp2p, register, { logger, timers })
  const portOf = (web: boolean): number => {
    const address = libp2p.getMultiaddrs().find((one) => String(one).includes('/ws') === web)
    return Number(address?.getComponents().find(({ name }) => name === 'tcp')?.value ?? 0)
  }
  return {
    port: portOf(false),
    webPort: webPort === undefined ? 0 : portOf(true),
    status: () => ({
      present: register.size,
      reservations: libp2p.services.relay.reservations.size,
      connections: libp2p.getConnections().length,
    }),
    close: async () => {
      for (const connection of libp2p.getConnections()) connection.abort(new Error('closing'))
      await libp2p.stop()
    },
  }
}

/** Tells those who look of those who want to be found. */
async function attend(
  libp2p: Libp2p,
  register: Register,
  { logger, timers }: { logger: Logger; timers: Timers },
): Promise<void> {
  const guests = new Map<string, Guest>()
  const tell = (id: string): void => {
    const talk = guests.get(id)?.talk
    // Who doesn't read gets the newest answer with its next question.
    if (talk && !talk.destroyed && talk.writableLength === 0)
      sendFrame(talk, encodePeers(register.peersOf(id)))
  }
  const serve = async (stream: Libp2pStream, connection: Libp2pConnection): Promise<void> => {
    const id = connection.remotePeer.toString()
    guests.get(id)?.talk.destroy()
    const talk = Carrier.over(stream)
    guests.set(id, { talk })
    try {
      await readTopics(talk, {
        most: LIMITS.lanTopics,
        timers,
        onList: (list) => {
          const others = register.enter(id, list)
          for (const one of [id, ...others]) tell(one)
        },
      })
    } catch (error) {
      logger.debug('a guest of the meeting place was let go', { reason: inWords(error) })
    } finally {
      talk.destroy()
      if (guests.get(id)?.talk === talk) {
        guests.delete(id)
        register.leave(id)
      }
    }
  }
  const serveSafely = (stream: Libp2pStream, connection: Libp2pConnection): void =>
    void serve(stream, connection)
  await libp2p.handle(MEET_PROTOCOL, serveSafely, { maxInboundStreams: 2, maxOutboundStreams: 1 })
}
