/** The other side of a meeting place over TCP and WebSocket: js-libp2p with circuit relay v2, and who is on the same topics. */
import { circuitRelayServer } from '@libp2p/circuit-relay-v2'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import type { Clock, Logger, Timers } from '../../contract.ts'
import { inWords } from '../../errors.ts'
import { LIMITS } from '../../limits.ts'
import { RELAY_LIMITS } from '../../relay/limits.ts'
import { systemTimers } from '../../system-timers.ts'
import { Carrier } from '../carrier.ts'
import { WINDOW_BYTES } from '../host.ts'
import type { Libp2p, Libp2pConnection, Libp2pStream } from '../protocols.ts'
import { readTopics, sendFrame } from '../topic-talk.ts'
import { encodePeers, MEET_PROTOCOL } from './protocol.ts'
import { Register } from './register.ts'
import { ASKED, ASKING, RelayThrottle } from './throttle.ts'

export const PLACE_LIMITS = {
  /** Computers that can be reached through the place at once; each holds a TCP connection. */
  reservations: 512,
  /** Bytes over one relayed connection; then it ends and is opened anew, so that none is held for ever. */
  relayedBytes: 128 * 1_048_576,
  relayedMs: 2 * 3_600_000,
  /** Relayed connections towards others at once. */
  relayed: 256,
  bytesPerSecondPerHost: RELAY_LIMITS.bytesPerSecondPerHost,
  bytesPerSecond: RELAY_LIMITS.bytesPerSecond,
  /** Shorter than over UDP: whoever is beyond it is slowed down here, and not cut off. */
  burstSeconds: 16,
  /** Beside what the windows of both streams hold. */
  relayedHeld: 262_144,
}

type Carried = ReturnType<RelayThrottle['stats']>

export type MeetingPlace = {
  /** Of TCP and of WebSocket, as bound; 0: not listened on. */
  port: number
  webPort: number
  status(): { present: number; reservations: number; connections: number; carried: Carried }
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
  clock?: Clock
  limits?: Partial<typeof PLACE_LIMITS>
}): Promise<MeetingPlace> {
  const { bind, port, webPort, seed, logger, timers = systemTimers } = options
  const { clock = { now: () => performance.now() } } = options
  const limits = { ...PLACE_LIMITS, ...options.limits }
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
    streamMuxers: [yamux({ streamOptions: { maxStreamWindowSize: WINDOW_BYTES } })],
    connectionManager: {
      maxConnections: limits.reservations + LIMITS.halfOpen,
      inboundUpgradeTimeout: LIMITS.handshakeMs,
      maxIncomingPendingConnections: LIMITS.halfOpen,
      inboundConnectionThreshold: LIMITS.halfOpenPerHost,
    },
    services: { identify: identify(), relay: relayWithin(limits) },
  })
  const throttle = await throttled(libp2p, { limits, clock, timers })
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
      carried: throttle.stats(),
    }),
    close: async () => {
      throttle.close()
      for (const connection of libp2p.getConnections()) connection.abort(new Error('closing'))
      await libp2p.stop()
    },
  }
}

function relayWithin(limits: typeof PLACE_LIMITS): ReturnType<typeof circuitRelayServer> {
  return circuitRelayServer({
    maxOutboundStopStreams: limits.relayed,
    reservations: {
      maxReservations: limits.reservations,
      applyDefaultLimit: true,
      defaultDataLimit: BigInt(limits.relayedBytes),
      defaultDurationLimit: limits.relayedMs,
    },
  })
}

/**
 * Puts the throttle before what the relay reads and writes. Streams that come in go through its handler, since libp2p (3.3) adds
 * the handler to the list of middleware with each of them, and runs all of these for the next.
 */
async function throttled(
  libp2p: Libp2p,
  options: ConstructorParameters<typeof RelayThrottle>[0],
): Promise<RelayThrottle> {
  const throttle = new RelayThrottle(options)
  const { registrar } = (libp2p as Libp2p & { components: { registrar: Registrar } }).components
  const { handler, options: bounds } = registrar.getHandler(ASKING)
  await libp2p.unhandle(ASKING)
  const serve: typeof handler = (stream, connection) => {
    throttle.watch(stream, connection, ASKING)
    return handler(stream, connection)
  }
  await libp2p.handle(ASKING, serve, bounds)
  libp2p.use(ASKED, (stream, connection, next) => {
    throttle.watch(stream, connection, ASKED)
    next(stream, connection)
  })
  return throttle
}

type Handling = Parameters<Libp2p['handle']>
type Registrar = { getHandler(protocol: string): { handler: Handling[1]; options: Handling[2] } }

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
