import { EventEmitter } from 'node:events'
import type { CoreKey } from '@allmende/vocabulary'
import type { ModelLogs } from './logs.ts'
import type { ModelMux } from './wire.ts'

/** Blocks asked for at once of one peer. */
const WINDOW = 8
/** Peers one block is asked of at once. */
const MOST_ASKED = 3

type Range = { start: number; end: number }

/** What the two sides of an attached core say to each other: hypercore's own replication, as far as sync can tell. */
export type CoreParcel =
  | { type: 'core-open' | 'core-close'; name: Uint8Array }
  | { type: 'have'; name: Uint8Array; held: number; length: number }
  | { type: 'get'; name: Uint8Array; from: number; to: number }
  | { type: 'blocks'; name: Uint8Array; from: number; blocks: Uint8Array[]; length: number }

/** The other side of a core on one connection. */
class ModelPeer {
  readonly protomux: ModelMux
  remoteOpened = false
  remoteContiguousLength = 0
  remoteLength = 0
  asked: Range | null = null

  constructor(protomux: ModelMux) {
    this.protomux = protomux
  }

  get remotePublicKey(): Uint8Array {
    return this.protomux.remoteKey
  }

  async onsync(): Promise<void> {}
}

/** A session on a core, in place of hypercore's: attached to connections one by one, it fetches the ranges it is told to. */
export class ModelCore extends EventEmitter {
  readonly key: Uint8Array
  readonly discoveryKey: Uint8Array
  readonly #logs: ModelLogs
  readonly #core: CoreKey
  readonly #peers: ModelPeer[] = []
  #range: Range | null = null
  closing: Promise<void> | null = null
  readonly core: object

  constructor(logs: ModelLogs, core: CoreKey, discoveryKey: Uint8Array) {
    super()
    this.#logs = logs
    this.#core = core
    this.key = discoveryKey
    this.discoveryKey = discoveryKey
    const detachFrom = (mux: ModelMux) => this.detach(mux)
    this.core = { replicator: { peers: this.#peers, detachFrom }, state: null }
  }

  get contiguousLength(): number {
    return this.#logs.log(this.#core as never)?.contiguous ?? 0
  }

  get length(): number {
    return this.#logs.log(this.#core as never)?.length ?? 0
  }

  get byteLength(): number {
    return 0
  }

  async ready(): Promise<void> {}

  replicate(mux: ModelMux): void {
    if (this.#peers.some((peer) => peer.protomux === mux)) return
    const peer = new ModelPeer(mux)
    this.#peers.push(peer)
    mux.attach(this)
    mux.say({ type: 'core-open', name: this.discoveryKey })
    this.emit('peer-add', peer)
  }

  download({ start, end }: Range): { destroy(): void; done(): Promise<void> } {
    const range = { start, end: end === -1 ? Infinity : end }
    this.#range = range
    this.#ask()
    const destroy = () => {
      if (this.#range === range) this.#range = null
    }
    return { destroy, done: () => new Promise(() => {}) }
  }

  /** What is here was told to nobody yet. */
  announce(): void {
    for (const { protomux, remoteOpened } of this.#peers) if (remoteOpened) this.#tell(protomux)
    this.#ask()
  }

  detach(mux: ModelMux): void {
    const at = this.#peers.findIndex((peer) => peer.protomux === mux)
    if (at < 0) return
    this.#gone(at, mux)
    mux.say({ type: 'core-close', name: this.discoveryKey })
  }

  /** What was asked of a peer that goes is asked of the others, a little later: as hypercore does. */
  #gone(at: number, mux: ModelMux): void {
    this.#peers.splice(at, 1)
    mux.detached(this)
    queueMicrotask(() => this.#ask())
  }

  receive(mux: ModelMux, parcel: CoreParcel): void {
    const peer = this.#peers.find(({ protomux }) => protomux === mux)
    if (!peer) return
    switch (parcel.type) {
      case 'core-open':
        // Also once more: a close that was under way may have met an opening.
        peer.remoteOpened = true
        return this.#tell(mux)
      case 'core-close':
        return this.#gone(this.#peers.indexOf(peer), mux)
      case 'have':
        peer.remoteOpened = true
        peer.remoteContiguousLength = parcel.held
        peer.remoteLength = parcel.length
        return this.#ask()
      case 'get': {
        const blocks = this.#logs.blocks(this.#core, parcel.from, parcel.to)
        return mux.say({
          type: 'blocks',
          name: this.discoveryKey,
          from: parcel.from,
          blocks,
          length: this.length,
        })
      }
      case 'blocks':
        peer.asked = null
        return this.#take(peer, parcel)
    }
  }

  #take(peer: ModelPeer, { from, blocks, length }: Extract<CoreParcel, { type: 'blocks' }>): void {
    const before = this.contiguousLength
    const fresh = blocks.slice(Math.max(0, before - from))
    for (const [at, { length: bytes }] of fresh.entries()) this.emit('download', before + at, bytes, peer)
    // Whatever a liar sends doesn't verify, and hypercore drops it.
    if (fresh.length > 0) this.#logs.grow(this.#core, from + blocks.length, length, peer.protomux.way)
    else this.#ask()
  }

  /** One question at a time and peer; twice only where somebody has nothing else to be asked. */
  #ask(): void {
    const range = this.#range
    if (!range || this.closing) return
    let next = Math.max(range.start, this.contiguousLength)
    const asked = this.#peers.flatMap((peer) => peer.asked ?? [])
    for (const { end } of asked) next = Math.max(next, end)
    for (const peer of this.#peers) {
      const end = Math.min(range.end, peer.remoteContiguousLength, next + WINDOW)
      if (peer.asked || end <= next) continue
      this.#get(peer, { start: next, end })
      next = end
    }
    for (const peer of this.#peers) if (!peer.asked) this.#takeOver(peer)
  }

  /** What was asked of others and hasn't come: as hypercore's hotswap does, at once, and of three at the most. */
  #takeOver(idle: ModelPeer): void {
    const asked = this.#peers.flatMap((peer) => peer.asked ?? [])
    const open = asked.find(({ start, end }) => {
      const others = asked.filter((range) => range.start === start)
      return end > this.contiguousLength && end <= idle.remoteContiguousLength && others.length < MOST_ASKED
    })
    if (open) this.#get(idle, open)
  }

  #get(peer: ModelPeer, range: Range): void {
    peer.asked = range
    peer.protomux.say({ type: 'get', name: this.discoveryKey, from: range.start, to: range.end })
  }

  #tell(mux: ModelMux): void {
    const { contiguousLength: held, length } = this
    mux.say({ type: 'have', name: this.discoveryKey, held, length })
  }

  async close(): Promise<void> {
    if (this.closing) return
    this.closing = Promise.resolve()
    for (let [peer] = this.#peers; peer; [peer] = this.#peers) this.detach(peer.protomux)
    this.emit('close')
  }
}
