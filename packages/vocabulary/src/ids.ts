import { fail } from './errors.ts'
import { MAX_RECORDS_IN_BLOCK } from './limits.ts'
import { decodeZ32, encodeZ32 } from './z32.ts'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** Names a log: z-base-32 of the key of its `records` core. */
export type LogKey = Branded<'LogKey'>
/** Names any core (`records`, `edits`, `files`): z-base-32 of its key. */
export type CoreKey = Branded<'CoreKey'> | LogKey
/** A person: z-base-32 of the public key of their identity. */
export type PersonId = Branded<'PersonId'>
/** A device of a person: z-base-32 of its public key. */
export type DeviceId = Branded<'DeviceId'>
/** A commons: z-base-32 of 32 bytes derived from its replicate key. */
export type CommonsId = Branded<'CommonsId'>
/** A node on the network: z-base-32 of its Noise public key. */
export type NodeId = Branded<'NodeId'>
/** A record, and of a thing's first record the thing: `LOGKEY.BLOCK.INDEX`. */
export type RecordId = Branded<'RecordId'>

/** Where a record stands: the log, the number of its block, and its place in that block. */
export type RecordPlace = { log: LogKey; block: number; index: number }
/** A record id as it stands inside CBOR. */
export type CompactRecordId = [key: Uint8Array, block: number, index: number]

export const KEY_BYTES = 32
const KEY_CHARACTERS = 52

/** 256 bits in 52 characters leave one bit in the last: `y` or `o`, anything else is a second spelling. */
export const KEY_PATTERN = '^[ybndrfg8ejkmcpqxot1uwisza345h769]{51}[yo]$'
export const RECORD_ID_PATTERN =
  '^[ybndrfg8ejkmcpqxot1uwisza345h769]{51}[yo]\\.(0|[1-9][0-9]{0,15})\\.(0|[1-9][0-9]{0,4})$'

const keyForm = new RegExp(KEY_PATTERN)
const recordIdForm = new RegExp(RECORD_ID_PATTERN)

export const parseLogKey = (text: string): LogKey => keyText(text, 'the key of a log') as LogKey
export const parseCoreKey = (text: string): CoreKey => keyText(text, 'the key of a core') as CoreKey
export const parsePersonId = (text: string): PersonId => keyText(text, 'a person') as PersonId
export const parseDeviceId = (text: string): DeviceId => keyText(text, 'a device') as DeviceId
export const parseCommonsId = (text: string): CommonsId => keyText(text, 'a commons') as CommonsId
export const parseNodeId = (text: string): NodeId => keyText(text, 'a node') as NodeId

export const logKeyOf = (key: Uint8Array): LogKey => keyOf(key, 'the key of a log') as LogKey
export const coreKeyOf = (key: Uint8Array): CoreKey => keyOf(key, 'the key of a core') as CoreKey
export const personIdOf = (key: Uint8Array): PersonId => keyOf(key, 'a person') as PersonId
export const deviceIdOf = (key: Uint8Array): DeviceId => keyOf(key, 'a device') as DeviceId
export const commonsIdOf = (key: Uint8Array): CommonsId => keyOf(key, 'a commons') as CommonsId
export const nodeIdOf = (key: Uint8Array): NodeId => keyOf(key, 'a node') as NodeId

/** The 32 bytes behind any id but a record's. Throws `ID_KEY`. */
export function keyBytes(id: CoreKey | PersonId | DeviceId | CommonsId | NodeId): Uint8Array {
  return decodeZ32(keyText(id, 'a key'))
}

/** Makes the id of the record at `index` of block `block` in `log`. Throws `ID_RECORD` for numbers out of range. */
export function recordId(log: LogKey, block: number, index: number): RecordId {
  if (!isBlockNumber(block) || !isIndex(index)) throw fail('ID_RECORD', { found: `${log}.${block}.${index}` })
  return `${log}.${block}.${index}` as RecordId
}

export function isRecordId(text: string): text is RecordId {
  if (!recordIdForm.test(text)) return false
  const { block, index } = placeOf(text as RecordId)
  return isBlockNumber(block) && isIndex(index)
}

/** Brands a text from outside as a record id. Throws `ID_RECORD`. */
export function parseRecordId(text: string): RecordId {
  if (!isRecordId(text)) throw fail('ID_RECORD', { found: text.slice(0, 100) })
  return text
}

/** Takes a record id apart. */
export function placeOf(id: RecordId): RecordPlace {
  const dot = id.indexOf('.', KEY_CHARACTERS + 1)
  return {
    log: id.slice(0, KEY_CHARACTERS) as LogKey,
    block: Number(id.slice(KEY_CHARACTERS + 1, dot)),
    index: Number(id.slice(dot + 1)),
  }
}

/** The order of records by log, then by place in it. The last resort of every tie, alike on every node. */
export function compareRecordIds(a: RecordId, b: RecordId): number {
  const left = placeOf(a)
  const right = placeOf(b)
  if (left.log !== right.log) return left.log < right.log ? -1 : 1
  return left.block - right.block || left.index - right.index
}

/** A record id as it is written into CBOR: 32 bytes instead of 52 characters. */
export function compactRecordId(id: RecordId): CompactRecordId {
  const { log, block, index } = placeOf(parseRecordId(id))
  return [keyBytes(log), block, index]
}

/** Reads a record id out of CBOR; null for anything that is not one. */
export function readCompactRecordId(value: unknown): RecordId | null {
  if (!Array.isArray(value) || value.length !== 3) return null
  const [key, block, index] = value as unknown[]
  if (!(key instanceof Uint8Array) || key.length !== KEY_BYTES || !isBlockNumber(block) || !isIndex(index))
    return null
  return `${encodeZ32(key)}.${block}.${index}` as RecordId
}

/** An id short enough for a screen. Never unique enough to be typed back in. */
export function shortId(id: CoreKey | PersonId | DeviceId | CommonsId | NodeId | RecordId): string {
  return id.length > KEY_CHARACTERS ? id.slice(0, 8) + id.slice(KEY_CHARACTERS) : id.slice(0, 8)
}

function keyText(text: string, what: string): string {
  if (!keyForm.test(text)) throw fail('ID_KEY', { what, found: text.slice(0, 100) })
  return text
}

function keyOf(key: Uint8Array, what: string): string {
  if (key.length !== KEY_BYTES) throw fail('ID_KEY', { what, found: `${key.length} bytes` })
  return encodeZ32(key)
}

function isBlockNumber(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)
}

function isIndex(value: unknown): value is number {
  return isBlockNumber(value) && value < MAX_RECORDS_IN_BLOCK
}
