import type HyperDHT from 'hyperdht'
import { hex } from '../bytes.ts'
import type { Clock, Logger, Random } from '../contract.ts'
import { inWords } from '../errors.ts'
import { RELAY_TOPIC } from './relay-topic.ts'

/** One of them is chosen for each connection: enough that one which is dead or in debt doesn't matter. */
const MOST = 16

/** Relays come and go with the computers they run on. */
const AGAIN_MS = 600_000

/** While none is known: one may have been started meanwhile. */
const SOON_MS = 5_000

type FindRelaysOptions = {
  dht: HyperDHT
  clock: Clock
  random: Random
  logger: Logger
  /** The key of the relay here, which helps everybody but us. */
  own?: Uint8Array
}

/** The relays that the DHT knows of. They are strangers: whoever uses one hands it nothing but ciphertext. */
export class Relays {
  readonly #options: FindRelaysOptions
  #found: Uint8Array[] = []
  #lookedAt = -Infinity
  #looking = false

  constructor(options: FindRelaysOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#found.length
  }

  /** Looks when the last look is too long ago; called often. */
  refresh(): void {
    const { clock, dht, logger } = this.#options
    const wait = this.#found.length > 0 ? AGAIN_MS : SOON_MS
    if (this.#looking || dht.destroyed || clock.now() - this.#lookedAt < wait) return
    this.#looking = true
    this.#lookedAt = clock.now()
    this.#look()
      .catch((error: unknown) => logger.debug('relays could not be looked up', { reason: inWords(error) }))
      .finally(() => (this.#looking = false))
  }

  /** One at random, so that the load spreads and another is taken when a connection is tried again; null when none is known. */
  choose(): Uint8Array | null {
    const [a = 0, b = 0] = this.#options.random.bytes(2)
    return this.#found[(a * 256 + b) % Math.max(1, this.#found.length)] ?? null
  }

  async #look(): Promise<void> {
    const found = new Map<string, Uint8Array>()
    const { dht, own } = this.#options
    for await (const { peers } of dht.lookup(RELAY_TOPIC)) {
      for (const { publicKey } of peers) if (found.size < MOST) found.set(hex(publicKey), publicKey)
    }
    if (own) found.delete(hex(own))
    // Nobody answered: those known before are still the best guess.
    if (found.size > 0) this.#found = [...found.values()]
  }
}
