import { decodeCbor, encodeCbor } from '@allmende/vocabulary'

/** WARNING: on the wire. */
export const ACCOUNT_PROTOCOL = 'allmende/account/1'

/** What is said about accounts on a connection. Nothing in it tells a stranger whose account it is. */
export type Message =
  /** "I hold an account": see proof.ts. */
  | { type: 'hello'; tag: Uint8Array; signature: Uint8Array }
  /** What the side that is asked keeps of it. */
  | { type: 'have'; version: number; hash: Uint8Array }
  /** Nothing: the same answer whether there is no such account or the proof was wrong. */
  | { type: 'none' }
  | { type: 'get' }
  | { type: 'document'; envelope: Uint8Array }
  /** Please keep this. */
  | { type: 'put'; envelope: Uint8Array }
  | { type: 'kept'; version: number; hash: Uint8Array }
  /** Not kept: no room, or none for this node. */
  | { type: 'full' }

export function encodeMessage(message: Message): Uint8Array {
  return encodeCbor(message)
}

/** Throws for anything else than one of these messages. */
export function decodeMessage(bytes: Uint8Array): Message {
  const found = decodeCbor(bytes) as Record<string, unknown>
  const { type, tag, signature, version, hash, envelope } = found
  switch (type) {
    case 'hello':
      if (isBytes(tag, 32) && isBytes(signature, 64)) return { type, tag, signature }
      break
    case 'have':
    case 'kept':
      if (Number.isSafeInteger(version) && (version as number) > 0 && isBytes(hash, 32))
        return { type, version: version as number, hash }
      break
    case 'document':
    case 'put':
      if (envelope instanceof Uint8Array) return { type, envelope }
      break
    case 'none':
    case 'get':
    case 'full':
      return { type }
  }
  throw new TypeError('no message about accounts')
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length
}
