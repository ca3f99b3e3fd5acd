import type { Logger, OwnPlaceStatus } from '../../contract.ts'
import { inWords } from '../../errors.ts'
import { NODE_RELAY_LIMITS, type RelayLimits } from '../../relay/limits.ts'
import type { MeetingPlace } from './place.ts'
import { placeAddress } from './protocol.ts'

export type OwnPlaceOptions = {
  /** Of TCP; 0: any that is free. */
  port: number
  /** Of the key by which the place is known: the same after a restart. */
  seed: Uint8Array
  limits?: Partial<RelayLimits>
}

/**
 * The meeting place of a node that was asked to carry for others. The node is a guest of it like everybody, so that those who
 * come there find it too.
 */
export class OwnPlace {
  readonly #options: OwnPlaceOptions & { bind: string; logger: Logger }
  readonly #limits: RelayLimits
  #place: MeetingPlace | null = null
  #failed = false

  constructor(options: OwnPlaceOptions & { bind: string; logger: Logger }) {
    this.#options = options
    this.#limits = { ...NODE_RELAY_LIMITS, ...options.limits }
  }

  /** Resolves also when the port can't be used: the node goes on without, and `status` says so. */
  async open(): Promise<void> {
    const { bind, port, seed, logger } = this.#options
    const { sessions, pairs, bytesPerSecondPerHost, bytesPerSecond } = this.#limits
    const limits = { reservations: sessions, relayed: pairs, bytesPerSecondPerHost, bytesPerSecond }
    try {
      // js-libp2p is behind it.
      const { openMeetingPlace } = await import('./place.ts')
      this.#place = await openMeetingPlace({ bind, port, seed, logger, limits })
    } catch (error) {
      this.#failed = true
      logger.warn('no meeting place is opened: the TCP port can’t be used', { port, reason: inWords(error) })
    }
  }

  /** In libp2p's form, for this computer itself; null while it isn't open. */
  address(): string | null {
    const { bind } = this.#options
    const host = bind === '0.0.0.0' ? '127.0.0.1' : bind
    return this.#place && placeAddress({ host, port: this.#place.port })
  }

  status(): OwnPlaceStatus {
    const { sessions, pairs, bytesPerSecondPerHost, bytesPerSecond } = this.#limits
    const limits = { sessions, pairs, bytesPerSecondPerHost, bytesPerSecond }
    const state = this.#failed ? 'failed' : this.#place ? 'open' : 'opening'
    const now = this.#place?.status()
    return {
      state,
      port: this.#place?.port ?? this.#options.port,
      sessions: now?.reservations ?? 0,
      pairs: now?.carried.relayed ?? 0,
      bytes: now?.carried.bytes ?? 0,
      limits,
    }
  }

  async close(): Promise<void> {
    await this.#place?.close()
  }
}
