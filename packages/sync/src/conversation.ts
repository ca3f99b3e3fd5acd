import type { Channel, Message as Slot } from 'protomux'
import type { ConversationEnd, LinkProtocol } from './contract.ts'
import { Rate } from './decide/rate.ts'
import type { PeerLink } from './peer-link.ts'

/**
 * One conversation on one connection, beside the commons. Opens when both sides know the protocol; whatever the other
 * side says is held to the protocol's size and rate here, and what it means is judged by the protocol.
 */
export class Conversation {
  readonly #link: PeerLink
  readonly #protocol: LinkProtocol
  readonly #rate: Rate
  #channel: Channel | null = null
  #slot: Slot<Uint8Array> | null = null
  #end: ConversationEnd | null = null
  /** From the very beginning of the protocol's `open`, which may have something to say at once. */
  #talking = false
  #over = false
  #drained: (() => void)[] = []
  /** Somebody here wants the connection although no commons is in common. */
  wanted = false

  constructor(link: PeerLink, protocol: LinkProtocol) {
    this.#link = link
    this.#protocol = protocol
    this.#rate = new Rate(protocol.burst, protocol.perSecond, link.steady.now())
  }

  get open(): boolean {
    return this.#talking && this.#channel !== null && !this.#channel.closed
  }

  /** Offers the protocol, now and whenever the other side comes to know it. */
  offer(): void {
    this.#link.mux.pair({ protocol: this.#protocol.name }, () => this.#begin())
    this.#begin()
  }

  /** Not to be opened again on this connection. */
  stop(): void {
    if (this.#over) return
    this.#over = true
    this.#link.mux.unpair({ protocol: this.#protocol.name })
    this.#channel?.close()
    this.ended()
  }

  ended(): void {
    const end = this.#end
    this.#channel = this.#slot = this.#end = null
    this.#talking = this.wanted = false
    for (const resolve of this.#drained.splice(0)) resolve()
    end?.onClose?.()
  }

  #begin(): void {
    if (this.#channel || this.#over || this.#link.closed) return
    const channel = this.#link.mux.createChannel({
      protocol: this.#protocol.name,
      onopen: () => this.#opened(),
      onclose: () => this.ended(),
      ondrain: () => {
        for (const resolve of this.#drained.splice(0)) resolve()
      },
    })
    if (!channel) return
    this.#channel = channel
    this.#slot = channel.addMessage({ onmessage: (bytes: Uint8Array) => this.#onBytes(bytes) })
    channel.open()
  }

  #opened(): void {
    const { connection, node } = this.#link
    const { stream, transport, address, incoming, sameNetwork } = connection
    this.#talking = true
    const end = this.#protocol.open({
      node,
      handshakeHash: stream.handshakeHash,
      isInitiator: stream.isInitiator,
      transport,
      address,
      incoming,
      ...(sameNetwork === undefined ? {} : { sameNetwork }),
      // Also while `open` of the protocol runs: most begin by saying something.
      send: (bytes) => {
        if (this.open) this.#slot?.send(bytes)
      },
      drained: () => this.#whenDrained(),
      want: (wanted) => (this.wanted = wanted),
      refuse: (detail) => this.#refuse(detail),
      close: () => this.stop(),
    })
    if (this.#talking) this.#end = end
    else end.onClose?.()
  }

  async #whenDrained(): Promise<void> {
    if (!this.open || this.#link.mux.drained) return
    await new Promise<void>((resolve) => this.#drained.push(resolve))
  }

  #onBytes(bytes: Uint8Array): void {
    if (!this.open) return
    if (bytes.length > this.#protocol.maxBytes) return this.#refuse(`a message of ${bytes.length} bytes`)
    if (!this.#rate.take(this.#link.steady.now())) return this.#refuse('too many messages')
    try {
      // A view of the frame must not live as long as whoever keeps it.
      this.#end?.onMessage(Uint8Array.from(bytes))
    } catch (error) {
      this.#refuse(error instanceof Error ? error.message : String(error))
    }
  }

  #refuse(detail: string): void {
    if (this.#over) return
    this.#link.refuse('malformed', `${this.#protocol.name}: ${detail}`)
    this.stop()
  }
}
