// Hand-written: only what is called. @hyperswarm/secret-stream 6.9.
declare module '@hyperswarm/secret-stream' {
  import type { Duplex } from 'node:stream'
  import type { KeyPair, PeerStream } from '@allmende/transports'

  interface NoiseSecretStream extends PeerStream {}

  class NoiseSecretStream {
    /** Takes any Node or streamx duplex as carrier. Without a key pair it makes a random one. */
    constructor(
      isInitiator: boolean,
      rawStream?: Duplex | null,
      options?: { keyPair?: KeyPair; pattern?: string; remotePublicKey?: Uint8Array; keepAlive?: number; autoStart?: boolean },
    )
    /** From a seed of 32 bytes, or at random. */
    static keyPair(seed?: Uint8Array): { publicKey: Buffer; secretKey: Buffer }
  }

  export default NoiseSecretStream
}
