import { encode } from 'cborg'

/** CBOR of anything, past our own encoder and its checks: what a stranger may send. */
export function rawCbor(value: unknown): Uint8Array {
  return new Uint8Array(encode(value, { ignoreUndefinedProperties: true }))
}
