import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIP } from 'node:net'
import HyperDHT, { type DhtOptions } from 'hyperdht'
import type { KeyPair, Timers } from '../contract.ts'
import { fail, inWords } from '../errors.ts'
import { parseAddress, type NetworkAddress } from '../network-address.ts'
import { systemTimers } from '../system-timers.ts'
import { useLivingBootstrap } from './live-bootstrap.ts'

/**
 * A DHT node of our own, bound and nothing more: whether anybody answers is not waited for.
 * @throws TransportError TRANSPORT_BOOTSTRAP, TRANSPORT_PORT_TAKEN, TRANSPORT_HOST
 */
export async function openDht(options: {
  keyPair: KeyPair
  bootstrap?: string[]
  host?: string
  port?: number
  timers?: Timers
}): Promise<HyperDHT> {
  const bootstrap = options.bootstrap?.map(parseBootstrap)
  const host = options.host ?? hostFor(bootstrap)
  const port = options.port ?? 0
  // Before the library tries: a node of its whose sockets did not open can't be closed any more and holds the process.
  await mustBeFree(host, port)
  const dht = new HyperDHT({
    keyPair: options.keyPair,
    host,
    // The empty range lets the system choose. 0 would mean 49737, which every node on this computer tries.
    port: port === 0 ? [0, 0] : port,
    anyPort: port === 0,
    ...(isLoopback(host) && { firewalled: false }),
    ...(bootstrap && { bootstrap }),
  } satisfies DhtOptions)
  const { timers = systemTimers } = options
  if (bootstrap) useLivingBootstrap({ dht, timers, clock: { now: () => performance.now() } })
  try {
    await dht.bind()
  } catch (error) {
    throw bindError(host, port, error)
  }
  return dht
}

/**
 * Asks the system whether a UDP port can be had. The library's sockets share ports (SO_REUSEADDR): it gets a port that
 * another program holds on another address, and then packets reach whoever the system likes. A plain socket is told.
 * @throws TransportError TRANSPORT_PORT_TAKEN, TRANSPORT_HOST
 */
export async function mustBeFree(host: string, port: number): Promise<void> {
  const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4')
  try {
    socket.bind({ address: host, port, exclusive: true })
    await once(socket, 'listening')
  } catch (error) {
    throw bindError(host, port, error)
  } finally {
    await new Promise<void>((resolve) => socket.close(resolve))
  }
}

export function bindError(host: string, port: number, error: unknown) {
  const { code } = error as NodeJS.ErrnoException
  const taken = code === 'EADDRINUSE' || code === 'EACCES'
  return fail(taken ? 'TRANSPORT_PORT_TAKEN' : 'TRANSPORT_HOST', {
    host,
    port,
    found: inWords(error),
    cause: error,
  })
}

function parseBootstrap(text: string): NetworkAddress {
  try {
    const address = parseAddress(text)
    if (isIP(address.host) !== 6) return address
  } catch {
    // told below, in the words of this option
  }
  throw fail('TRANSPORT_BOOTSTRAP', {
    address: text,
    expected: 'HOST:PORT, with an IPv4 address or a name',
    found: text,
  })
}

/** From a socket on all networks, a bootstrap node on loopback sees another address than the one that is bound. */
function hostFor(bootstrap: NetworkAddress[] | undefined): string {
  return bootstrap?.length && bootstrap.every(({ host }) => isLoopback(host)) ? '127.0.0.1' : '0.0.0.0'
}

/**
 * Nothing stands between programs on one computer, and a node that doesn't say so starts to punch a hole there. With
 * hyperdht 6.34 that races with its own shortcut for the local network, the answering side gives the stream up, and the
 * dialing side holds one that is dead: in 9 of 20 tries between two processes; in 0 of 20 when it is said.
 */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.')
}
