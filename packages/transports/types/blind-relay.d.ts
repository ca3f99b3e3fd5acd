// Hand-written: only what is called. blind-relay 1.6.
declare module 'blind-relay' {
  import type { PeerStream } from '@allmende/transports'
  import type { RawStream } from 'hyperdht'

  export interface RelaySession {
    readonly stream: PeerStream
    destroy(error?: Error): void
    on(event: 'pair', listener: (isInitiator: boolean, token: Uint8Array, stream: RawStream, remoteId: number) => void): this
    on(event: 'error', listener: (error: Error) => void): this
    on(event: 'close', listener: () => void): this
  }

  export class Server {
    constructor(options: { createStream: (options: object) => RawStream })
    readonly stats: { pairings: { pending: number; active: number } }
    accept(stream: PeerStream, options: { id: Uint8Array }): RelaySession
    /** Waits for what is being paired. */
    close(): Promise<void>
  }

  export interface PairRequest {
    on(event: 'data', listener: (remoteId: number) => void): this
    on(event: 'error', listener: (error: Error) => void): this
  }

  export class Client {
    /** The one of the stream, made if there is none. */
    static from(stream: PeerStream, options: { id: Uint8Array }): Client
    /** Gives the id of the relay's stream, once. */
    pair(isInitiator: boolean, token: Uint8Array, stream: RawStream): PairRequest
    on(event: 'pair', listener: (isInitiator: boolean, token: Uint8Array, stream: RawStream, remoteId: number) => void): this
  }
}
