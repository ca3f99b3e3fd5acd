import {
  type CommonsId,
  commonsIdOf,
  decodeCbor,
  encodeCbor,
  keyBytes,
  type NodeId,
  nodeIdOf,
  parseRecordId,
  type RecordId,
} from '@allmende/vocabulary'

/** WARNING: on the wire. The second tells of a cursor also behind which characters it stands: these stay what they are while the text goes on. */
export const PROTOCOLS = { 1: 'allmende/presence/1', 2: 'allmende/presence/2' } as const
export type Version = keyof typeof PROTOCOLS
/** Sixty-four of the largest entries. */
export const MAX_BYTES: Readonly<Record<Version, number>> = { 1: 8 * 1024, 2: 24 * 1024 }
/** Those at one node, and those that it passes on as well. */
export const MAX_SEATS = 16
export const MAX_ENTRIES = 64
const MAX_ID = 32
/** Of the name a guest gives, in characters. */
export const MAX_GUEST = 40
const MAX_POSITION = 2 ** 31
/** Of the id of a character: a number, `@`, and sixteen bytes in hexadecimal. */
const MAX_ANCHOR = 48

/** `ids`: the characters that it stands behind, as `counter@actor`; empty for the beginning. */
export type Cursor = { readonly head: number; readonly anchor: number; readonly ids?: CursorIds }
export type CursorIds = { readonly head: string; readonly anchor: string }

/** Somebody at the node that says so, or, with `origin`, at one that the node hears directly. */
export type Entry = {
  readonly origin: NodeId | null
  readonly id: string
  readonly guest: string | null
  readonly cursor: Cursor | null
}

/** `open`: has the draft open (`own`), or passes on between others who have. `here`: replaces what was said before. */
export type PresenceMessage =
  | {
      readonly type: 'open'
      readonly commons: CommonsId
      readonly draft: RecordId
      readonly own: boolean
    }
  | { readonly type: 'shut'; readonly commons: CommonsId; readonly draft: RecordId }
  | {
      readonly type: 'here'
      readonly commons: CommonsId
      readonly draft: RecordId
      readonly entries: readonly Entry[]
    }

export function encodePresence(message: PresenceMessage, version: Version): Uint8Array {
  const head = [message.type, keyBytes(message.commons), message.draft]
  if (message.type === 'shut') return encodeCbor(head)
  if (message.type === 'open') return encodeCbor([...head, message.own])
  const entries = message.entries.map(({ origin, id, guest, cursor }) => [
    origin === null ? null : keyBytes(origin),
    id,
    guest,
    cursor === null ? null : cursorTo(cursor, version),
  ])
  return encodeCbor([...head, entries])
}

function cursorTo({ head, anchor, ids }: Cursor, version: Version): unknown[] {
  return version === 1 || !ids ? [head, anchor] : [head, anchor, ids.head, ids.anchor]
}

/** Throws for whatever is no message: the peer is refused then. */
export function decodePresence(bytes: Uint8Array, version: Version): PresenceMessage {
  const read = decodeCbor(bytes)
  if (!Array.isArray(read) || read.length > 4) throw new TypeError('expected a message')
  const [type, commonsKey, draftText, rest] = read as [unknown, unknown, unknown, unknown]
  const commons = commonsIdOf(key(commonsKey))
  const draft = parseRecordId(text(draftText, 200))
  if (type === 'shut') return { type, commons, draft }
  if (type === 'open' && typeof rest === 'boolean') return { type, commons, draft, own: rest }
  if (type !== 'here' || !Array.isArray(rest) || rest.length > MAX_ENTRIES)
    throw new TypeError('expected who is here')
  return { type, commons, draft, entries: rest.map((read) => entry(read, version)) }
}

function entry(read: unknown, version: Version): Entry {
  if (!Array.isArray(read) || read.length !== 4) throw new TypeError('expected somebody')
  const [origin, id, guest, cursor] = read as [unknown, unknown, unknown, unknown]
  return {
    origin: origin === null ? null : nodeIdOf(key(origin)),
    id: text(id, MAX_ID),
    guest: guest === null ? null : text(guest, MAX_GUEST),
    cursor: cursor === null ? null : cursorFrom(cursor, version),
  }
}

function cursorFrom(read: unknown, version: Version): Cursor {
  if (!Array.isArray(read) || !(read.length === 2 || (version === 2 && read.length === 4)))
    throw new TypeError('expected a cursor')
  const [head, anchor] = [position(read[0]), position(read[1])]
  return read.length === 2
    ? { head, anchor }
    : { head, anchor, ids: { head: id(read[2]), anchor: id(read[3]) } }
}

/** Whether there is such a character the draft says: what names none has no place. */
function id(read: unknown): string {
  return read === '' ? '' : text(read, MAX_ANCHOR)
}

function position(read: unknown): number {
  if (typeof read !== 'number' || !Number.isInteger(read) || read < 0 || read > MAX_POSITION)
    throw new TypeError('expected a position')
  return read
}

function text(read: unknown, most: number): string {
  if (typeof read !== 'string' || read.length === 0 || read.length > most)
    throw new TypeError(`expected 1 to ${most} characters`)
  return read
}

function key(read: unknown): Uint8Array {
  if (!(read instanceof Uint8Array) || read.length !== 32) throw new TypeError('expected a key')
  return read
}
