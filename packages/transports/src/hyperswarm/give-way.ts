import type HyperDHT from 'hyperdht'
import { hex } from '../bytes.ts'
import type { Clock, PeerStream } from '../contract.ts'
import { onDial } from './on-dial.ts'

/** A dial that has brought not one byte for so long has most likely gone to where the peer was before. */
const HANGING_MS = 1_000

type Dial = { readonly stream: PeerStream; readonly at: number }

/**
 * Dials of ours that nothing has come by yet. Of two that cross, Hyperswarm keeps the one of the side with the greater key
 * and hangs up on the other. But a dial to a peer that went away without a word waits eight seconds, and for so long the
 * peer that has come back would be turned away by everybody who looks for it. So a dial that hangs gives way to it. A
 * stream that counts as open may hang as well: somebody who is just leaving has still answered, and says nothing more.
 */
export class PendingDials {
  readonly #ownKey: Uint8Array
  readonly #clock: Clock
  readonly #dials = new Map<string, Dial>()

  constructor(ownKey: Uint8Array, clock: Clock) {
    this.#ownKey = ownKey
    this.#clock = clock
  }

  /** Begins to hear of dials. Before the swarm makes the first. */
  watch(dht: HyperDHT): void {
    onDial(dht, ({ publicKey, stream }) => this.#add(hex(publicKey), stream))
  }

  /** Called when a peer that dials us has shown its key. With the smaller key ours is dropped by the library anyway. */
  dialedBy(remoteKey: Uint8Array): void {
    const name = hex(remoteKey)
    const dial = this.#dials.get(name)
    if (!dial || this.#clock.now() - dial.at < HANGING_MS || dial.stream.rawBytesRead > 0) return
    if (Buffer.compare(this.#ownKey, remoteKey) < 0) return
    this.#dials.delete(name)
    dial.stream.destroy()
  }

  #add(name: string, stream: PeerStream): void {
    const dial = { stream, at: this.#clock.now() }
    const done = (): void => {
      if (this.#dials.get(name) === dial) this.#dials.delete(name)
    }
    this.#dials.set(name, dial)
    stream.once('close', done)
  }
}
