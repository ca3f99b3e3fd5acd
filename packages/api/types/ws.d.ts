// Hand-written: only what is called. ws 8.23.
declare module 'ws' {
  import type { IncomingMessage } from 'node:http'
  import type { Duplex } from 'node:stream'

  export interface WebSocket {
    readonly OPEN: number
    readonly readyState: number
    /** Bytes that wait, here and in the socket below. */
    readonly bufferedAmount: number
    send(text: string): void
    ping(): void
    close(code: number, reason: string): void
    /** Without a word to the other side. */
    terminate(): void
    on(event: 'message' | 'ping' | 'pong', listener: () => void): this
    on(event: 'error', listener: (error: Error) => void): this
    once(event: 'close', listener: () => void): this
  }

  export class WebSocketServer {
    constructor(options: {
      noServer: true
      perMessageDeflate: false
      maxPayload: number
      maxFragments: number
      closeTimeout: number
      handleProtocols: (protocols: Set<string>) => string | false
    })
    readonly clients: ReadonlySet<WebSocket>
    /** All within the call: `opened`, or the event `wsClientError`, or neither if the socket is gone. */
    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      opened: (socket: WebSocket) => void,
    ): void
    once(event: 'wsClientError', listener: (error: Error) => void): this
    off(event: 'wsClientError', listener: (error: Error) => void): this
  }
}
