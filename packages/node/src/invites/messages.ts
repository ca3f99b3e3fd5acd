import { SHARE_BYTES, TAG_BYTES } from './cpace.ts'

/**
 * What is said over a code, the first byte the type. The joiner speaks first and shows first that it knows the words:
 * an inviter that showed it first would let whoever asks try a guess and leave without it being counted.
 */
export type Message =
  /** The joiner: "I have a code of this number." */
  | { readonly type: 'hello'; readonly number: number; readonly share: Uint8Array }
  /** The inviter: "So do I." */
  | { readonly type: 'share'; readonly share: Uint8Array }
  /** The inviter: "There is none here", or none any more. */
  | { readonly type: 'none' }
  /** The joiner: "I know the words." */
  | { readonly type: 'proof'; readonly tag: Uint8Array }
  /** The inviter: "You don't." */
  | { readonly type: 'wrong'; readonly left: number }
  /** The inviter: "So do I, and this is what the code opens." */
  | { readonly type: 'grant'; readonly tag: Uint8Array; readonly sealed: Uint8Array }
  /** The joiner: "This is who came." */
  | { readonly type: 'joined'; readonly sealed: Uint8Array }
  /** The inviter: "That is noted." */
  | { readonly type: 'noted'; readonly sealed: Uint8Array }

/** WARNING: on the wire. */
const TYPES = ['hello', 'share', 'none', 'proof', 'wrong', 'grant', 'joined', 'noted'] as const

/** A link, a name and a seal around them. */
export const MAX_MESSAGE_BYTES = 4_096

export function writeMessage(message: Message): Uint8Array {
  const head = Buffer.from([TYPES.indexOf(message.type)])
  switch (message.type) {
    case 'hello':
      return Buffer.concat([head, Buffer.from([message.number >> 8, message.number & 0xff]), message.share])
    case 'share':
      return Buffer.concat([head, message.share])
    case 'none':
      return head
    case 'proof':
      return Buffer.concat([head, message.tag])
    case 'wrong':
      return Buffer.concat([head, Buffer.from([message.left])])
    case 'grant':
      return Buffer.concat([head, message.tag, message.sealed])
    case 'joined':
    case 'noted':
      return Buffer.concat([head, message.sealed])
  }
}

/** Throws on whatever isn't one of them, which refuses the peer. */
export function readMessage(bytes: Uint8Array): Message {
  const type = TYPES[bytes[0] ?? TYPES.length]
  if (type === undefined) throw new RangeError(`no message of type ${bytes[0]}`)
  const rest = bytes.subarray(1)
  const sized = (length: number): Uint8Array => {
    if (rest.length !== length) throw new RangeError(`expected ${length} bytes, found ${rest.length}`)
    return rest
  }
  switch (type) {
    case 'hello': {
      const all = sized(2 + SHARE_BYTES)
      return { type, number: (all[0]! << 8) | all[1]!, share: all.subarray(2) }
    }
    case 'share':
      return { type, share: sized(SHARE_BYTES) }
    case 'none':
      sized(0)
      return { type }
    case 'proof':
      return { type, tag: sized(TAG_BYTES) }
    case 'wrong':
      return { type, left: sized(1)[0]! }
    case 'grant':
      return { type, tag: rest.slice(0, TAG_BYTES), sealed: rest.slice(TAG_BYTES) }
    case 'joined':
    case 'noted':
      return { type, sealed: rest }
  }
}
