import { decodeCbor, encodeCbor } from '@allmende/vocabulary'

/** On the wire, with its version. */
export const PROTOCOL = 'allmende/mirror/1'
/** A page of rows with its signature, and room. */
export const MAX_MESSAGE = 160 * 1024

/** What a mirror says of itself to a node that has proved the commons. */
export type MirrorState = {
  readonly quota: number
  readonly bytes: number
  readonly logs: number
  /** Blocks it knows to lack; null while it has met nobody. */
  readonly behind: number | null
  readonly filesWanted: number
  readonly filesHeld: number
  readonly full: boolean
  /** It is the disk that is full, and not the quota. */
  readonly diskFull?: boolean
}

export type MirrorMessage =
  /** From a mirror: it keeps this commons, and what the other side told it before. */
  | ({ readonly t: 'mirror'; readonly commons: string; readonly told: string } & MirrorState)
  | {
      readonly t: 'tell'
      readonly commons: string
      readonly rows: Uint8Array
      readonly signature: Uint8Array
    }
  /** `all`: the whole commons, which only the giver of the link may ask; else what this node told of and nobody besides. */
  | {
      readonly t: 'remove'
      readonly commons: string
      readonly all: boolean
      readonly signature: Uint8Array
      readonly byNode: Uint8Array
    }
  | { readonly t: 'removed'; readonly commons: string; readonly all: boolean; readonly bytes: number }
  /** From a member: how much of these logs is there? Their keys, one behind the other. */
  | { readonly t: 'ask'; readonly commons: string; readonly logs: Uint8Array }
  /** The answer, to be kept: a statement that the mirror's node has signed. */
  | {
      readonly t: 'held'
      readonly commons: string
      readonly said: Uint8Array
      readonly signature: Uint8Array
    }
  | { readonly t: 'refused'; readonly commons: string; readonly reason: string }

export function encodeMessage(message: MirrorMessage): Uint8Array {
  return encodeCbor(message)
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= 200
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isBytes = (value: unknown): boolean => value instanceof Uint8Array
const isFlag = (value: unknown): boolean => typeof value === 'boolean'

type Shape = Readonly<Record<string, (value: unknown) => boolean>>

const SHAPES: Readonly<Record<MirrorMessage['t'], Shape>> = {
  mirror: {
    told: isText,
    quota: isCount,
    bytes: isCount,
    logs: isCount,
    behind: (value) => value === null || isCount(value),
    filesWanted: isCount,
    filesHeld: isCount,
    full: isFlag,
    diskFull: (value) => value === undefined || isFlag(value),
  },
  tell: { rows: isBytes, signature: isBytes },
  remove: { all: isFlag, signature: isBytes, byNode: isBytes },
  removed: { all: isFlag, bytes: isCount },
  ask: { logs: isBytes },
  held: { said: isBytes, signature: isBytes },
  refused: { reason: isText },
}

/** Throws for what is none of ours: whoever said it is refused. */
export function decodeMessage(bytes: Uint8Array): MirrorMessage {
  const found = decodeCbor(bytes)
  if (typeof found !== 'object' || found === null) throw new Error('not a message')
  const fields = found as Record<string, unknown>
  const shape = Object.hasOwn(SHAPES, String(fields['t'])) ? SHAPES[fields['t'] as MirrorMessage['t']] : null
  if (!shape || !isText(fields['commons'])) throw new Error('not a message')
  for (const [name, fits] of Object.entries(shape))
    if (!fits(fields[name])) throw new Error(`a wrong ${name}`)
  return fields as MirrorMessage
}

/** WARNING: signed. The purpose in front and the connection within: good for nothing else and nowhere else. */
export function statementOf(
  what: 'tell' | 'remove',
  handshakeHash: Uint8Array,
  commons: string,
  content: Uint8Array,
): Uint8Array {
  return Buffer.concat([Buffer.from(`${PROTOCOL} ${what}\n${commons}\n`), handshakeHash, content])
}

/** What is signed of a removal. */
export function removalContent(all: boolean): Uint8Array {
  return Uint8Array.of(all ? 1 : 0)
}
