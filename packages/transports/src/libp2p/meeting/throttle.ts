import type { Clock, Timers } from '../../contract.ts'
import { RelayBudget } from '../../relay/budget.ts'
import type { RelayRates } from '../../relay/limits.ts'
import type { Libp2pConnection, Libp2pStream } from '../protocols.ts'

/** What passes through a circuit relay: on one side who asked for the way, on the other who is asked. */
export const ASKING = '/libp2p/circuit/relay/0.2.0/hop'
export const ASKED = '/libp2p/circuit/relay/0.2.0/stop'

/** Between two looks whether a debt is paid. */
const LOOK_MS = 250

/** One side of something relayed. */
type Side = {
  readonly stream: Libp2pStream
  readonly host: string
  /** Of who asked for the way; null on the side of who is asked. */
  readonly asker: Buffer | null
  /** Bytes that came from it, and that went to it. */
  came: number
  went: number
  other: Side | null
  why: 'debt' | 'unread' | null
}

type ThrottleOptions = {
  /** `relayedHeld`: bytes that came from one side and that the other hasn't taken yet. */
  limits: RelayRates & { relayedHeld: number }
  clock: Clock
  timers: Timers
}

/**
 * Bounds what a circuit relay carries in a second, for each host and in all, by not reading: the window of the stream
 * closes and the sender is held up, so that nothing is lost. js-libp2p's relay (4.2) bounds only the sum over a connection, and
 * reads as fast as it can however slowly the other side takes it: that is held up here as well.
 */
export class RelayThrottle {
  readonly #options: ThrottleOptions
  readonly #budget: RelayBudget
  readonly #sides = new Set<Side>()
  #timer: unknown = null
  #bytes = 0

  constructor(options: ThrottleOptions) {
    this.#options = options
    this.#budget = new RelayBudget(options.limits, options.clock.now())
  }

  stats(): { relayed: number; bytes: number; slowed: number } {
    const sides = [...this.#sides]
    const relayed = sides.filter(({ asker, other }) => asker && other).length
    return { relayed, bytes: this.#bytes, slowed: sides.filter(({ why }) => why === 'debt').length }
  }

  /** Takes a stream before the relay does. */
  watch(stream: Libp2pStream, { remoteAddr, remotePeer }: Libp2pConnection, protocol: string): void {
    const asker = protocol === ASKING ? Buffer.from(remotePeer.toMultihash().bytes) : null
    const host = String(remoteAddr).split('/')[2] ?? ''
    const side: Side = { stream, host, asker, came: 0, went: 0, other: null, why: null }
    this.#sides.add(side)
    stream.addEventListener('message', ({ data }) => this.#came(side, data.byteLength))
    stream.addEventListener('close', () => this.#sides.delete(side))
    const send = stream.send.bind(stream)
    stream.send = (data) => {
      if (!side.other) this.#introduced(side, data instanceof Uint8Array ? data : data.subarray())
      side.went += data.byteLength
      if (side.other?.why === 'unread' && this.#held(side.other) < this.#options.limits.relayedHeld / 2)
        this.#goOn(side.other)
      return send(data)
    }
  }

  close(): void {
    this.#options.timers.clearTimeout(this.#timer)
    this.#sides.clear()
  }

  /** The first that is said to who is asked names who asks: so it is known which two belong together. */
  #introduced(side: Side, said: Uint8Array): void {
    if (side.asker) return
    const bytes = Buffer.from(said)
    const other = [...this.#sides].find(({ asker, other }) => asker && !other && bytes.includes(asker))
    if (!other) return
    other.other = side
    side.other = other
    // What was said before is the asking itself.
    other.came = other.went = side.came = side.went = 0
  }

  #came(side: Side, bytes: number): void {
    const { clock, limits } = this.#options
    side.came += bytes
    this.#bytes += bytes
    if (!this.#budget.spend(side.host, bytes, clock.now())) this.#holdUp(side, 'debt')
    else if (this.#held(side) > limits.relayedHeld) this.#holdUp(side, 'unread')
  }

  #held({ came, other }: Side): number {
    return other ? came - other.went : 0
  }

  #holdUp(side: Side, why: 'debt' | 'unread'): void {
    if (side.stream.readStatus !== 'readable') return
    side.why = why
    side.stream.pause()
    if (why === 'debt') this.#lookLater()
  }

  #goOn(side: Side): void {
    side.why = null
    if (side.stream.readStatus === 'paused') side.stream.resume()
  }

  #lookLater(): void {
    this.#timer ??= this.#options.timers.setTimeout(() => {
      this.#timer = null
      const indebted = [...this.#sides].filter(({ why }) => why === 'debt')
      for (const side of indebted)
        if (this.#budget.may(side.host, this.#options.clock.now())) this.#goOn(side)
      if (indebted.some(({ why }) => why === 'debt')) this.#lookLater()
    }, LOOK_MS)
  }
}
