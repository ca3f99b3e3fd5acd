// Hand-written: only what is called. hyperswarm 4.17.
declare module 'hyperswarm' {
  import type HyperDHT from 'hyperdht'
  import type { DhtAddress } from 'hyperdht'
  import type { KeyPair, PeerStream } from '@allmende/transports'

  export interface PeerInfo {
    publicKey: Uint8Array
    /** True when we dialed. */
    client: boolean
    topics: Uint8Array[]
    /** Connections from now on go through a relay at first, and are punched meanwhile. */
    forceRelaying: boolean
    attempts: number
  }

  export interface PeerDiscoverySession {
    /** False when the announcement failed. */
    flushed(): Promise<boolean>
    refresh(options?: { server?: boolean; client?: boolean }): Promise<boolean>
    destroy(): Promise<void>
  }

  export default class Hyperswarm {
    constructor(options?: {
      dht?: HyperDHT
      keyPair?: KeyPair
      maxPeers?: number
      /** True refuses. `theirs`: what a peer that dials us says of its network; null before we dial. */
      firewall?: (remotePublicKey: Uint8Array, theirs: object | null) => boolean
      backoffs?: number[]
      jitter?: number
      /** A relay's public key, or null. `force`: a direct connection was tried in vain. */
      relayThrough?: (force: boolean | undefined, swarm: Hyperswarm) => Uint8Array | null
    })
    readonly dht: HyperDHT
    /** By public key in hex. */
    readonly peers: Map<string, PeerInfo>
    readonly server: {
      /** The nodes that forward to us; empty: nobody can reach us by our key. */
      readonly relayAddresses: DhtAddress[]
      /** Announces the key again, within three seconds. */
      refresh(): void
    }
    readonly connections: Set<PeerStream>
    readonly destroyed: boolean
    join(topic: Uint8Array, options?: { server?: boolean; client?: boolean }): PeerDiscoverySession
    leave(topic: Uint8Array): Promise<void>
    /** Dials a peer of this key, also one that was dialed in vain before. */
    joinPeer(publicKey: Uint8Array): void
    leavePeer(publicKey: Uint8Array): void
    flush(): Promise<boolean>
    listen(): Promise<void>
    destroy(options?: { force?: boolean }): Promise<void>
    on(event: 'connection', listener: (stream: PeerStream, info: PeerInfo) => void): this
    on(event: 'update', listener: () => void): this
  }
}
