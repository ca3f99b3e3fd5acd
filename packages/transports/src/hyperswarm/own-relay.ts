import type { OwnRelayStatus } from '../contract.ts'
import { inWords } from '../errors.ts'
import type { RelayStats } from '../relay/limits.ts'
import { type OfferRelayOptions, RelayService } from './offer-relay.ts'

/** Whether others reach this computer is asked so often at first, then ever more rarely. */
const LOOK_MS = 2_000
const SELDOM_MS = 300_000

const NOTHING: RelayStats = { sessions: 0, pairs: 0, bytes: 0, refused: 0, cut: 0 }

/**
 * The relay of a node that was asked to offer one. It is announced only when the network has shown that others reach this
 * computer: one behind a router that lets nobody in would be chosen, and fail, whenever somebody looks for a relay.
 */
export class OwnRelay {
  readonly #options: OfferRelayOptions
  #service: RelayService | null = null
  #timer: unknown = null
  #wait = LOOK_MS
  #closed = false

  constructor(options: OfferRelayOptions) {
    this.#options = options
  }

  begin(): void {
    const { dht, logger } = this.#options
    if (this.#closed || this.#service) return
    if (!this.#answered()) return this.#lookLater(LOOK_MS)
    if (dht.firewalled) return void this.#askAgain()
    this.#service = new RelayService(this.#options)
    this.#service.open().catch((error: unknown) => {
      logger.warn('the relay could not be opened', { reason: inWords(error) })
      this.#service = null
      this.#lookLater(SELDOM_MS)
    })
  }

  status(): OwnRelayStatus {
    const { dht, limits } = this.#options
    const { sessions, pairs, bytesPerSecondPerHost, bytesPerSecond } = limits
    const state = this.#service
      ? 'offered'
      : this.#answered() && dht.firewalled && dht.bootstrapped
        ? 'unreachable'
        : 'unknown'
    const stats = this.#service?.stats() ?? NOTHING
    return { ...stats, state, limits: { sessions, pairs, bytesPerSecondPerHost, bytesPerSecond } }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#options.timers.clearTimeout(this.#timer)
    await this.#service?.close()
  }

  #answered(): boolean {
    return this.#options.dht.stats.requests.responses > 0
  }

  /**
   * The library (6.34) has others dial it once when it starts, and then not before twenty minutes have passed. One question
   * that is answered late is enough for a no: a computer with a public address said so in 3 of 4 starts on a busy machine.
   */
  async #askAgain(): Promise<void> {
    const { dht } = this.#options
    await dht._updateNetworkState(true)
    if (!dht.firewalled) return this.begin()
    this.#lookLater(this.#wait)
    this.#wait = Math.min(2 * this.#wait, SELDOM_MS)
  }

  #lookLater(ms: number): void {
    if (this.#closed) return
    this.#options.timers.clearTimeout(this.#timer)
    this.#timer = this.#options.timers.setTimeout(() => this.begin(), ms)
  }
}
