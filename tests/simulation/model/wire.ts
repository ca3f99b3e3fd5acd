import type { CommonsId, NodeId } from '@allmende/vocabulary'
import type { Seeded } from '@allmende/testkit'
import type { ModelCore, CoreParcel } from './core.ts'

type ChannelParcel =
  | { type: 'open'; id: string; handshake: Uint8Array }
  | { type: 'close'; id: string }
  | { type: 'data'; id: string; bytes: Uint8Array }
export type Parcel = ChannelParcel | CoreParcel

/** Of a message on the wire besides its content: mux, Noise, and the datagram around it. */
const OVERHEAD = 60
const RESEND_MS = 250
/** As often lost in a row, a connection counts as dead. */
const MOST_LOST = 7

export type WireOptions = {
  random: Seeded
  loss: number
  now: () => number
  at: (time: number, work: () => void) => void
  /** Bytes that went over, with all that was sent again. */
  count: (bytes: number) => void
  onBroken: (wire: ModelWire) => void
}

/**
 * A connection over a network that loses messages: reliable and in order, as streams are, so that a loss is a delay and a
 * second sending, and too many in a row are its end.
 */
export class ModelWire {
  readonly ends: readonly [ModelEnd, ModelEnd]
  readonly #options: WireOptions
  readonly #latency: number
  readonly #last = [0, 0]
  broken = false

  constructor(options: WireOptions, nodes: readonly [string, string]) {
    this.#options = options
    this.#latency = 10 + options.random.int(140)
    const hash = options.random.bytes(32)
    this.ends = [
      new ModelEnd(this, 0, nodes, hash, options.now),
      new ModelEnd(this, 1, nodes, hash, options.now),
    ]
  }

  send(from: 0 | 1, parcel: Parcel): void {
    if (this.broken) return
    const { random, loss, now, at, count } = this.#options
    const bytes = sizeOf(parcel) + OVERHEAD
    count(bytes)
    let delay = this.#latency
    for (let lost = 0; random.chance(loss);) {
      if (++lost >= MOST_LOST) return this.cut()
      count(bytes)
      delay += RESEND_MS * 2 ** Math.min(lost - 1, 3)
    }
    const arrives = Math.max(now() + delay, this.#last[from] ?? 0)
    this.#last[from] = arrives
    at(arrives, () => {
      if (this.broken) return
      const end = this.ends[from === 0 ? 1 : 0]
      end.bytesIn += bytes
      end.mux.receive(parcel)
    })
  }

  /** Does something on the wire after a while, if it is still there. */
  later(ms: number, work: () => void): void {
    const { now, at } = this.#options
    at(now() + ms, () => {
      if (!this.broken) work()
    })
  }

  cut(): void {
    if (this.broken) return
    this.broken = true
    for (const end of this.ends) end.close()
    this.#options.onBroken(this)
  }
}

function sizeOf(parcel: Parcel): number {
  switch (parcel.type) {
    case 'open':
      return 64
    case 'data':
      return parcel.bytes.length
    case 'blocks':
      // Each with its proof.
      return parcel.blocks.reduce((sum, { length }) => sum + length + 100, 0)
    default:
      return 20
  }
}

/** One side of a connection, in the form that a session knows. */
export class ModelEnd {
  readonly wire: ModelWire
  readonly node: NodeId
  readonly way: string
  readonly clock: { now(): number }
  readonly steady: { now(): number }
  readonly connection: object
  readonly sessions = new Map<CommonsId, Closing>()
  readonly mux: ModelMux
  rtt: number | null = null
  closed = false
  refused: string[] = []
  /** All that came in. */
  bytesIn = 0

  constructor(
    wire: ModelWire,
    side: 0 | 1,
    nodes: readonly [string, string],
    hash: Uint8Array,
    now: () => number,
  ) {
    this.wire = wire
    const other = nodes[side === 0 ? 1 : 0]
    this.node = other as NodeId
    this.way = other
    this.clock = this.steady = { now }
    const opened = Promise.resolve(true)
    const stream = { handshakeHash: hash, isInitiator: side === 0, opened, pause() {}, resume() {} }
    this.connection = { stream, transport: 'model', address: other }
    this.mux = new ModelMux(
      this,
      (parcel) => wire.send(side, parcel),
      Buffer.from(other.padEnd(32).slice(0, 32)),
    )
  }

  refuse(reason: string): void {
    this.refused.push(reason)
  }

  close(): void {
    this.closed = true
    for (const session of this.sessions.values()) session.ended()
    this.sessions.clear()
    this.mux.end()
  }
}

type Closing = { ended(): void; proven: boolean; serve(discoveryKey: Uint8Array): Promise<boolean> }

type ChannelOptions = {
  id: Uint8Array
  onopen(handshake: Uint8Array): void
  onclose(): void
}

/** What a core on a connection is to the connection. */
type OnMux = Pick<ModelCore, 'discoveryKey' | 'receive' | 'detach'>

/** Channels on a connection, and cores attached to it. */
export class ModelMux {
  readonly drained = true
  readonly say: (parcel: Parcel) => void
  readonly remoteKey: Uint8Array
  readonly #end: ModelEnd
  readonly #channels = new Map<string, ModelChannel>()
  readonly #paired = new Map<string, () => void>()
  readonly #cores = new Map<string, OnMux>()

  constructor(end: ModelEnd, say: (parcel: Parcel) => void, remoteKey: Uint8Array) {
    this.#end = end
    this.say = say
    this.remoteKey = remoteKey
  }

  get way(): string {
    return this.#end.way
  }

  pair({ id }: { id: Uint8Array }, open: () => void): void {
    this.#paired.set(hex(id), open)
  }

  unpair({ id }: { id: Uint8Array }): void {
    this.#paired.delete(hex(id))
  }

  createChannel(options: ChannelOptions): ModelChannel {
    const id = hex(options.id)
    const channel = new ModelChannel(id, options, this.say, () => this.#channels.delete(id))
    this.#channels.set(id, channel)
    return channel
  }

  opened({ id }: { id: Uint8Array }): boolean {
    return this.#cores.has(hex(id))
  }

  attach(core: OnMux): void {
    this.#cores.set(hex(core.discoveryKey), core)
  }

  detached(core: OnMux): void {
    const name = hex(core.discoveryKey)
    if (this.#cores.get(name) === core) this.#cores.delete(name)
  }

  end(): void {
    for (const core of this.#cores.values()) core.detach(this)
    this.#cores.clear()
    for (const channel of this.#channels.values()) channel.closed = true
    this.#channels.clear()
  }

  receive(parcel: Parcel): void {
    if ('name' in parcel) return this.#onCore(parcel)
    let channel = this.#channels.get(parcel.id)
    if (parcel.type === 'open' && !channel) {
      this.#paired.get(parcel.id)?.()
      channel = this.#channels.get(parcel.id)
    }
    channel?.receive(parcel)
  }

  #onCore(parcel: CoreParcel): void {
    const core = this.#cores.get(hex(parcel.name))
    if (core) return core.receive(this, parcel)
    if (parcel.type === 'core-open') void this.#serve(parcel)
  }

  async #serve(parcel: CoreParcel): Promise<void> {
    for (const session of this.#end.sessions.values())
      if (session.proven && (await session.serve(parcel.name)))
        return this.#cores.get(hex(parcel.name))?.receive(this, parcel)
    this.say({ type: 'core-close', name: parcel.name })
  }
}

class ModelChannel {
  closed = false
  readonly #id: string
  readonly #options: ChannelOptions
  readonly #say: (parcel: Parcel) => void
  readonly #gone: () => void
  #onMessage: (bytes: Uint8Array) => void = () => {}

  constructor(id: string, options: ChannelOptions, say: (parcel: Parcel) => void, gone: () => void) {
    this.#id = id
    this.#options = options
    this.#say = say
    this.#gone = gone
  }

  addMessage({ onmessage }: { onmessage: (bytes: Uint8Array) => void }) {
    this.#onMessage = onmessage
    return { send: (bytes: Uint8Array) => this.#say({ type: 'data', id: this.#id, bytes }) }
  }

  open(handshake: Uint8Array): void {
    this.#say({ type: 'open', id: this.#id, handshake })
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.#gone()
    this.#say({ type: 'close', id: this.#id })
  }

  receive(parcel: ChannelParcel): void {
    if (this.closed) return
    if (parcel.type === 'open') return this.#options.onopen(parcel.handshake)
    if (parcel.type === 'data') return this.#onMessage(parcel.bytes)
    this.closed = true
    this.#gone()
    this.#options.onclose()
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
