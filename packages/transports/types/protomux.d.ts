// Hand-written: only what is called. protomux 3.12.
declare module 'protomux' {
  import type { PeerStream } from '@allmende/transports'

  /** A compact-encoding codec; `state.buffer` is set between preencode and encode. */
  export interface Encoding<T> {
    preencode(state: { start: number; end: number; buffer: Uint8Array | null }, value: T): void
    encode(state: { start: number; end: number; buffer: Uint8Array }, value: T): void
    decode(state: { start: number; end: number; buffer: Uint8Array }): T
  }

  export interface Message<T> {
    readonly type: number
    onmessage: (value: T, channel: Channel) => void | Promise<void>
    /** False when the stream's buffer is full (wait for `ondrain`) or the channel is closed. */
    send(value: T): boolean
  }

  export interface Channel {
    readonly protocol: string
    readonly id: Uint8Array | null
    readonly opened: boolean
    readonly closed: boolean
    readonly destroyed: boolean
    readonly drained: boolean
    readonly handshake: unknown
    readonly messages: Message<unknown>[]
    userData: unknown
    open(handshake?: unknown): void
    close(): void
    cork(): void
    uncork(): void
    /** True when the other side opened it too, false when it was closed or refused. */
    fullyOpened(): Promise<boolean>
    fullyClosed(): Promise<void>
    /** Without an encoding: raw bytes. The order of the calls is the message type on the wire. */
    addMessage<T = Uint8Array>(options: {
      encoding?: Encoding<T>
      onmessage?: (value: T, channel: Channel) => void | Promise<void>
      /** False: a batch of messages isn't answered as one. */
      autoBatch?: boolean
    }): Message<T>
  }

  export interface ChannelOptions {
    protocol: string
    aliases?: string[]
    id?: Uint8Array | null
    /** True (default): null instead of a second channel of the same protocol and id. */
    unique?: boolean
    userData?: unknown
    handshake?: Encoding<never> | null
    // oxlint-disable-next-line typescript/no-explicit-any -- each message has a type of its own
    messages?: { encoding?: Encoding<any>; onmessage?: (value: any, channel: Channel) => void | Promise<void>; autoBatch?: boolean }[]
    // oxlint-disable-next-line typescript/no-explicit-any -- as its encoding gives it
    onopen?: (handshake: any, channel: Channel) => void | Promise<void>
    onclose?: (isRemote: boolean, channel: Channel) => void | Promise<void>
    ondestroy?: (channel: Channel) => void | Promise<void>
    ondrain?: (channel: Channel) => void | Promise<void>
  }

  /** Destroys the stream when a handler or a decoder throws. */
  export default class Protomux implements Iterable<Channel> {
    constructor(stream: PeerStream)
    /** The one of the stream (`stream.userData`), made if there is none. */
    static from(stream: PeerStream | Protomux): Protomux
    readonly stream: PeerStream
    readonly drained: boolean
    [Symbol.iterator](): Iterator<Channel>
    /** Null when the stream is destroyed, or there is one already and `unique` holds. */
    createChannel(options: ChannelOptions): Channel | null
    opened(options: { protocol: string; id?: Uint8Array | null }): boolean
    getLastChannel(options: { protocol: string; id?: Uint8Array | null }): Channel | null
    /** Called when the other side opens such a channel and we have none: the place to refuse or to answer. */
    pair(options: { protocol: string; id?: Uint8Array | null }, notify: (id: Uint8Array | null) => void | Promise<void>): void
    unpair(options: { protocol: string; id?: Uint8Array | null }): void
    isIdle(): boolean
    cork(): void
    uncork(): void
    destroy(error?: Error): void
  }
}
