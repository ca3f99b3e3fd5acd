import type { Connection, KeyPair, PeerStream, TransportName, TransportStatus } from './contract.ts'
import { sameBytes } from './bytes.ts'
import { fail } from './errors.ts'

/** What every transport does alike: begin once, give connections on, count them, end them all. */
export class Connections {
  readonly #name: TransportName
  readonly #self: KeyPair
  readonly #open = new Map<PeerStream, Connection>()
  #state: TransportStatus['state'] = 'new'
  #onConnection: (connection: Connection) => void = () => {}

  constructor(name: TransportName, self: KeyPair) {
    this.#name = name
    this.#self = self
  }

  get state(): TransportStatus['state'] {
    return this.#state
  }

  get size(): number {
    return this.#open.size
  }

  values(): Connection[] {
    return [...this.#open.values()]
  }

  /** @throws TransportError TRANSPORT_STARTED, TRANSPORT_CLOSED */
  mustBeNew(): void {
    if (this.#state === 'started') throw fail('TRANSPORT_STARTED', { name: this.#name })
    if (this.#state === 'closed') throw fail('TRANSPORT_CLOSED', { name: this.#name })
  }

  begin(onConnection: (connection: Connection) => void): void {
    this.#onConnection = onConnection
    this.#state = 'started'
  }

  /**
   * What was made by `start`.
   * @throws TransportError TRANSPORT_NOT_STARTED, TRANSPORT_CLOSED
   */
  started<T>(part: T | null): T {
    if (this.#state === 'closed') throw fail('TRANSPORT_CLOSED', { name: this.#name })
    if (part === null) throw fail('TRANSPORT_NOT_STARTED', { name: this.#name })
    return part
  }

  /** False: not given on, because it is ourselves or we are closing; the stream is destroyed then. */
  give(connection: Connection): boolean {
    const { stream } = connection
    if (this.#state !== 'started' || sameBytes(stream.remotePublicKey, this.#self.publicKey)) {
      stream.destroy()
      return false
    }
    this.#open.set(stream, connection)
    stream.once('close', () => this.#open.delete(stream))
    this.#onConnection(connection)
    return true
  }

  /** No more from now on. Resolves when all that there were have ended. */
  async close(): Promise<void> {
    this.#state = 'closed'
    const streams = [...this.#open.keys()]
    const closed = streams.map((stream) => new Promise<void>((resolve) => stream.once('close', resolve)))
    for (const stream of streams) stream.destroy()
    await Promise.all(closed)
  }
}
