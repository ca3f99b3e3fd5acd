import type { Dialing, KeyPair, Logger, PeerStream, Random, Timers } from '../contract.ts'
import { fail, inWords, TransportError } from '../errors.ts'
import type { Limits } from '../limits.ts'
import { formatAddress, type NetworkAddress } from '../network-address.ts'
import { secure } from '../secret-stream.ts'
import { backOff } from './back-off.ts'
import { gatherWrites } from './gather-writes.ts'
import { endWhenSilent } from './liveness.ts'
import { openSocket } from './open-socket.ts'

export type DialerOptions = {
  keyPair: KeyPair
  logger: Logger
  limits: Limits
  timers: Timers
  random: Random
  isConnected?: ((remotePublicKey: Uint8Array) => boolean) | undefined
  /** False when it was ourselves. */
  onStream: (stream: PeerStream, to: NetworkAddress) => boolean
}

type Target = {
  to: NetworkAddress
  state: Dialing['state']
  attempts: number
  error?: string
  /** Asked to be kept although it has not answered yet. */
  keep: boolean
  remotePublicKey: Uint8Array | null
  running: Promise<void> | null
  abort: AbortController
  timer: unknown
}

/** Dials addresses and holds on to those that once answered: dials again, ever more rarely, until told to forget. */
export class Dialer {
  #options: DialerOptions
  #targets = new Map<string, Target>()
  #closed = false

  constructor(options: DialerOptions) {
    this.#options = options
  }

  /**
   * Resolves when the connection is open; at once when it is already.
   * @throws TransportError PEER_UNREACHABLE, PEER_HANDSHAKE, PEER_SELF, TRANSPORT_CLOSED
   */
  async dial(to: NetworkAddress, keep: boolean): Promise<void> {
    const address = formatAddress(to)
    const target = this.#targets.get(address) ?? newTarget(to)
    this.#targets.set(address, target)
    target.keep ||= keep
    if (target.state === 'connected') return
    this.#options.timers.clearTimeout(target.timer)
    target.running ??= this.#attempt(target).finally(() => (target.running = null))
    try {
      await target.running
    } catch (error) {
      const hopeless = error instanceof TransportError && error.code === 'PEER_SELF'
      if (hopeless || (!target.keep && !target.remotePublicKey)) this.#drop(address)
      throw error
    }
  }

  forget(to: NetworkAddress): void {
    this.#drop(formatAddress(to))
  }

  status(): Dialing[] {
    return [...this.#targets].map(([address, { state, attempts, error }]) => ({
      address,
      state,
      attempts,
      ...(error !== undefined && { error }),
    }))
  }

  close(): void {
    this.#closed = true
    for (const address of this.#targets.keys()) this.#drop(address)
  }

  #drop(address: string): void {
    const target = this.#targets.get(address)
    this.#targets.delete(address)
    if (!target) return
    this.#options.timers.clearTimeout(target.timer)
    target.abort.abort()
  }

  async #attempt(target: Target): Promise<void> {
    const address = formatAddress(target.to)
    target.state = 'dialing'
    try {
      await this.#open(target, address)
    } catch (error) {
      target.attempts++
      target.error = error instanceof TransportError ? (error.found ?? error.message) : inWords(error)
      this.#redialLater(target)
      throw error
    }
  }

  async #open(target: Target, address: string): Promise<void> {
    const { keyPair, logger, limits, timers, onStream } = this.#options
    const { signal } = target.abort
    const socket = await openSocket(target.to, { ms: limits.connectMs, timers, signal })
    const destroy = () => socket.destroy()
    signal.addEventListener('abort', destroy, { once: true })
    const stream = await secure({
      wire: gatherWrites(socket),
      initiator: true,
      keyPair,
      address,
      logger,
      limits,
      timers,
    })
    // From here on, forgetting the address leaves the connection alone.
    signal.removeEventListener('abort', destroy)
    if (this.#closed) {
      stream.destroy()
      throw fail('TRANSPORT_CLOSED', { name: 'direct' })
    }
    target.state = 'connected'
    target.remotePublicKey = stream.remotePublicKey
    delete target.error
    const stable = timers.setTimeout(() => (target.attempts = 0), limits.stableMs)
    stream.once('close', () => {
      timers.clearTimeout(stable)
      target.attempts++
      this.#redialLater(target)
    })
    if (!onStream(stream, target.to)) throw fail('PEER_SELF', { address })
    endWhenSilent({ stream, socket, address, limits, timers })
  }

  #redialLater(target: Target): void {
    const address = formatAddress(target.to)
    if (this.#closed || this.#targets.get(address) !== target) return
    const { timers, limits, random } = this.#options
    target.state = 'waiting'
    timers.clearTimeout(target.timer)
    target.timer = timers.setTimeout(() => this.#redial(target), backOff(target.attempts, limits, random))
  }

  #redial(target: Target): void {
    if (target.remotePublicKey && this.#options.isConnected?.(target.remotePublicKey))
      return this.#redialLater(target)
    this.dial(target.to, target.keep).catch((error: unknown) =>
      this.#options.logger.debug('a redial did not open', {
        address: formatAddress(target.to),
        reason: inWords(error),
      }),
    )
  }
}

function newTarget(to: NetworkAddress): Target {
  return {
    to,
    state: 'dialing',
    attempts: 0,
    keep: false,
    remotePublicKey: null,
    running: null,
    abort: new AbortController(),
    timer: null,
  }
}
