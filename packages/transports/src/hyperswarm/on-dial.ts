import type HyperDHT from 'hyperdht'
import type { PeerStream } from '../contract.ts'

export type Dialed = {
  readonly publicKey: Uint8Array
  readonly stream: PeerStream
  /** hyperdht itself has called it, to reach a relay: it is the only one who does so without options. */
  readonly toRelay: boolean
}

/** Tells of every stream that is being opened from here, from now on. hyperdht has no event for it, so `connect` is replaced. */
export function onDial(dht: HyperDHT, dialed: (dial: Dialed) => void): void {
  const connect = dht.connect.bind(dht)
  dht.connect = (publicKey, options) => {
    const toRelay = options === undefined
    const stream = toRelay ? connect(publicKey) : connect(publicKey, options)
    dialed({ publicKey, stream, toRelay })
    return stream
  }
}
