import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { KeyPair, Logger, PeerStream, Timers } from '../contract.ts'
import { fail, inWords, TransportError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { formatAddress, plainHost, type NetworkAddress } from '../network-address.ts'
import { secure } from '../secret-stream.ts'
import { gatherWrites } from './gather-writes.ts'
import { endWhenSilent } from './liveness.ts'

export type ListenerOptions = {
  keyPair: KeyPair
  logger: Logger
  limits: Limits
  timers: Timers
  /** False when the stream isn't wanted (it is destroyed then). */
  onStream: (stream: PeerStream, from: NetworkAddress) => boolean
}

/** Takes TCP connections in, bounded: whoever dials is a stranger until the handshake. */
export class Listener {
  #options: ListenerOptions
  #server: Server | null = null
  /** In order of arrival. */
  #halfOpen = new Map<Socket, string>()
  #sockets = new Set<Socket>()

  constructor(options: ListenerOptions) {
    this.#options = options
  }

  /** @throws TransportError TRANSPORT_PORT_TAKEN, TRANSPORT_HOST */
  async listen(host: string, port: number): Promise<void> {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => this.#accept(socket))
    try {
      server.listen({ host, port })
      await once(server, 'listening')
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      const details = { host, port, found: inWords(error), cause: error }
      throw fail(
        code === 'EADDRINUSE' || code === 'EACCES' ? 'TRANSPORT_PORT_TAKEN' : 'TRANSPORT_HOST',
        details,
      )
    }
    // Later errors (no descriptors left for an accept) are the machine's trouble, not the end of the process.
    server.on('error', (error) =>
      this.#options.logger.warn('listening has trouble', { reason: inWords(error) }),
    )
    this.#server = server
  }

  address(): NetworkAddress | null {
    const address = this.#server?.address() as AddressInfo | null | undefined
    return address ? { host: address.address, port: address.port } : null
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = null
    for (const socket of this.#sockets) socket.destroy()
    if (server) await new Promise((resolve) => server.close(resolve))
  }

  #accept(socket: Socket): void {
    const { limits, logger } = this.#options
    const host = plainHost(socket.remoteAddress ?? '')
    // Gone again before we saw it.
    if (host === '' || !this.#server) return void socket.destroy()
    socket.on('error', () => {}) // told by the secret stream above it; unheard here it would end the process
    if (this.#sockets.size - this.#halfOpen.size >= limits.incoming) {
      logger.warn('a connection was turned away: too many are open', { host, limit: limits.incoming })
      return void socket.destroy()
    }
    this.#makeRoom(host)
    this.#sockets.add(socket)
    this.#halfOpen.set(socket, host)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      this.#halfOpen.delete(socket)
    })
    this.#shakeHands(socket, { host, port: socket.remotePort ?? 0 }).catch((error: unknown) =>
      logger.debug('a connection came in and did not prove to be a node', {
        host,
        reason: error instanceof TransportError ? error.found : inWords(error),
      }),
    )
  }

  async #shakeHands(socket: Socket, from: NetworkAddress): Promise<void> {
    const { keyPair, logger, limits, timers, onStream } = this.#options
    const address = formatAddress(from)
    const stream = await secure({
      wire: gatherWrites(socket),
      initiator: false,
      keyPair,
      address,
      logger,
      limits,
      timers,
    })
    this.#halfOpen.delete(socket)
    if (onStream(stream, from)) endWhenSilent({ stream, socket, address, limits, timers })
  }

  /** Drops the oldest half-open connection, of the same host first where that host has many: an honest one needs milliseconds. */
  #makeRoom(host: string): void {
    const { limits, logger } = this.#options
    const ofHost = [...this.#halfOpen].filter(([, other]) => other === host)
    const oldest =
      ofHost.length >= limits.halfOpenPerHost
        ? ofHost[0]?.[0]
        : this.#halfOpen.size >= limits.halfOpen
          ? this.#halfOpen.keys().next().value
          : undefined
    if (!oldest) return
    logger.debug('a half-open connection had to make room', { host: this.#halfOpen.get(oldest) })
    this.#halfOpen.delete(oldest)
    oldest.destroy()
  }
}
