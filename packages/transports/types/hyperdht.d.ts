// Hand-written: only what is called. hyperdht 6.34 on dht-rpc 6.27.
declare module 'hyperdht' {
  import type { KeyPair, PeerStream } from '@allmende/transports'

  export interface DhtAddress {
    host: string
    port: number
  }

  export interface DhtNode extends DhtAddress {
    id: Uint8Array
  }

  export interface DhtOptions {
    /** `host:port`, or `ip@host:port`; the public ones when absent. */
    bootstrap?: (string | DhtAddress)[]
    /** The address that the UDP sockets bind; 0.0.0.0 when absent. */
    host?: string
    /**
     * 49737 when absent or 0, with the five above tried too. A range [first, last) is tried in order; the empty range
     * [0, 0] lets the system choose.
     */
    port?: number | [number, number]
    /** False: fail with EADDRINUSE instead of taking another port. */
    anyPort?: boolean
    keyPair?: KeyPair
    /** False: a node that stays and answers for others. */
    ephemeral?: boolean
    /** False: says that anybody can reach its socket. */
    firewalled?: boolean
    quickFirewall?: boolean
  }

  /** A UDX stream. What it received counts also when it is only passed on. */
  export interface RawStream {
    readonly remoteHost: string | null
    readonly remotePort: number
    readonly bytesReceived: number
    readonly destroyed: boolean
    destroy(error?: Error): void
    on(event: 'close', listener: () => void): this
    once(event: 'close', listener: () => void): this
  }

  /** Listens under a key pair and is found by its public key. */
  export interface DhtServer {
    readonly publicKey: Uint8Array | null
    /** The nodes that forward to us; empty: nobody can reach us by our key. */
    readonly relayAddresses: DhtAddress[]
    listen(keyPair: KeyPair): Promise<DhtServer>
    refresh(): void
    close(): Promise<void>
  }

  export interface DhtQuery<T> extends AsyncIterable<T> {
    finished(): Promise<void>
    destroy(): void
  }

  export default class HyperDHT {
    constructor(options?: DhtOptions)
    static bootstrapper(port: number, host: string, options?: DhtOptions): HyperDHT
    static BOOTSTRAP: string[]
    static keyPair(seed?: Uint8Array): { publicKey: Buffer; secretKey: Buffer }

    readonly bootstrapped: boolean
    readonly ephemeral: boolean
    readonly firewalled: boolean
    /** With `true`: has others dial the socket once more, and sets `firewalled`. Never rejects. */
    _updateNetworkState(onlyFirewall: boolean): Promise<boolean>
    readonly destroyed: boolean
    /** False after several rounds in which no request was answered. */
    readonly online: boolean
    /** As other nodes see it; null until enough of them agree. */
    readonly host: string | null
    readonly port: number
    readonly stats: {
      requests: { active: number; total: number; responses: number; timeouts: number }
      commands: Record<string, { rx: number; tx: number }>
    }

    /** Resolves when the sockets are bound; rejects with the system's error. */
    bind(): Promise<void>
    /** Resolves when the first walk through the table has ended, whether or not anybody answered. */
    fullyBootstrapped(): Promise<void>
    address(): DhtAddress | null
    localAddress(): DhtAddress | null
    remoteAddress(): DhtAddress | null
    addNode(node: DhtAddress): void
    createServer(options: object, onConnection: (stream: PeerStream) => void): DhtServer
    createRawStream(options: object): RawStream
    /** hyperdht itself calls it without options when it connects to a relay. */
    connect: (publicKey: Uint8Array, options?: object) => PeerStream
    lookup(topic: Uint8Array): DhtQuery<{ peers: { publicKey: Uint8Array }[] }>
    announce(topic: Uint8Array, keyPair: KeyPair, relayAddresses?: DhtAddress[]): DhtQuery<unknown>
    unannounce(topic: Uint8Array, keyPair: KeyPair): Promise<void>
    /** Each query another port, as it seems from outside: a router that can't be punched through. */
    readonly randomized: boolean
    /** The nodes of the routing table. */
    toArray(options?: { limit?: number }): DhtAddress[]
    ping(node: DhtAddress, options?: { retry?: boolean }): Promise<unknown>
    readonly bootstrapNodes: DhtAddress[]
    /** dht-rpc's own: where a query begins that knows too few nodes. Awaited to its end before the query goes on. */
    _resolveBootstrapNodes: () => AsyncGenerator<DhtNode>
    /** `force` leaves out taking back announcements. */
    destroy(options?: { force?: boolean }): Promise<void>
    on(event: 'listening' | 'ready' | 'persistent' | 'network-update' | 'network-change' | 'close', listener: () => void): this
    once(event: 'listening' | 'ready' | 'persistent' | 'network-update' | 'network-change' | 'close', listener: () => void): this
  }
}
