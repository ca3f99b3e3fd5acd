// Hand-written: only what is called. hyperdht 6.34 on dht-rpc 6.27.
declare module 'hyperdht' {
  import type { KeyPair } from '@allmende/transports'

  export interface DhtAddress {
    host: string
    port: number
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

  export default class HyperDHT {
    constructor(options?: DhtOptions)
    static bootstrapper(port: number, host: string, options?: DhtOptions): HyperDHT
    static BOOTSTRAP: string[]
    static keyPair(seed?: Uint8Array): { publicKey: Buffer; secretKey: Buffer }

    readonly bootstrapped: boolean
    readonly ephemeral: boolean
    readonly firewalled: boolean
    readonly destroyed: boolean
    /** False after several rounds in which no request was answered. */
    readonly online: boolean
    /** As other nodes see it; null until enough of them agree. */
    readonly host: string | null
    readonly port: number
    readonly stats: { requests: { active: number; total: number; responses: number; timeouts: number } }

    /** Resolves when the sockets are bound; rejects with the system's error. */
    bind(): Promise<void>
    /** Resolves when the first walk through the table has ended, whether or not anybody answered. */
    fullyBootstrapped(): Promise<void>
    address(): DhtAddress | null
    localAddress(): DhtAddress | null
    remoteAddress(): DhtAddress | null
    addNode(node: DhtAddress): void
    /** The nodes of the routing table. */
    toArray(options?: { limit?: number }): DhtAddress[]
    ping(node: DhtAddress): Promise<unknown>
    /** `force` leaves out taking back announcements. */
    destroy(options?: { force?: boolean }): Promise<void>
    on(event: 'listening' | 'ready' | 'persistent' | 'network-update' | 'network-change' | 'close', listener: () => void): this
    once(event: 'listening' | 'ready' | 'persistent' | 'network-update' | 'network-change' | 'close', listener: () => void): this
  }
}
