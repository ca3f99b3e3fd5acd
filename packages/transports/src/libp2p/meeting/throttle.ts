import type { Clock, Timers } from '../../contract.ts'
import { RelayBudget } from '../../relay/budget.ts'
import type { RelayRates } from '../../relay/limits.ts'
import type { Libp2pConnection, Libp2pStream } from '../protocols.ts'

/** What passes through a circuit relay: on one side who asked for the way, on the other who is asked. */
export const ASKING = '/libp2p/circuit/relay/0.2.0/hop'
export const ASKED = '/libp2p/circuit/relay/0.2.0/stop'

/** The message that asks for a way (circuit relay v2, HopMessage) is below a hundred bytes with the peer's id alone. */
const SAID_BYTES = 1_024

/** Between two looks whether a debt is paid. */
const LOOK_MS = 250

/** One side of something relayed. */
type Side = {
  readonly stream: Libp2pStream
  readonly host: string
  /** Whose it is. */
  readonly peer: Buffer
  /** The first that who asks has said, as far as it names whom it asks for; null on the side of who is asked. */
  said: Buffer | null
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
    const relayed = sides.filter(({ said, other }) => said && other).length
    return { relayed, bytes: this.#bytes, slowed: sides.filter(({ why }) => why === 'debt').length }
  }

  /** Takes a stream before the relay does. */
  watch(stream: Libp2pStream, { remoteAddr, remotePeer }: Libp2pConnection, protocol: string): void {
    const peer = Buffer.from(remotePeer.toMultihash().bytes)
    const host = String(remoteAddr).split('/')[2] ?? ''
    const said = protocol === ASKING ? Buffer.alloc(0) : null
    const side: Side = { stream, host, peer, said, came: 0, went: 0, other: null, why: null }
    this.#sides.add(side)
    stream.addEventListener('message', ({ data }) => {
      if (side.said && side.said.length < SAID_BYTES)
        side.said = Buffer.concat([side.said, data.subarray()]).subarray(0, SAID_BYTES)
      this.#came(side, data.byteLength)
    })
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

  /**
   * The first that is said to who is asked names who asks, and the other way round: so it is known which two belong together.
   * One of the two isn't enough. Who asks to be reached itself has another stream open with us for a moment, and put
   * together with that, the one with the data would be held up for ever.
   */
  #introduced(side: Side, toAsked: Uint8Array): void {
    if (side.said) return
    const bytes = Buffer.from(toAsked)
    const other = [...this.#sides].find(
      ({ said, other, peer }) => said?.includes(side.peer) && !other && bytes.includes(peer),
    )
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
