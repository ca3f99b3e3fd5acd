import {
  type CommonsId,
  decodeCbor,
  type DeviceId,
  type LogKey,
  type NodeId,
  type PersonId,
} from '@allmende/vocabulary'

/** How far a log was when its device said so last. */
export type AccountHead = {
  readonly log: LogKey
  readonly blocks: number
  readonly records: number
  /** When the last of them was written, by that device's clock. */
  readonly at: number
}

/** What is known of a device. Only the device itself says it, but for its name and that it is retired. */
export type AccountDevice = {
  readonly name: string
  /** When it was named so: the newest name counts, whoever of the person's devices gave it. */
  readonly named: number
  readonly since: number
  /** When the device said all this. */
  readonly at: number
  readonly node?: NodeId
  readonly retired?: number
  readonly heads: Readonly<Record<CommonsId, readonly AccountHead[]>>
}

/** A commons as it stands in somebody's home, with its keys. Opaque but for its id. */
export type AccountEntry = Readonly<Record<string, unknown>> & { readonly id: CommonsId }

/**
 * The list of what a person has: enough to begin anew on another computer. WARNING: stored and sent, as CBOR. Fields that this
 * version doesn't know are kept.
 */
export type AccountDocument = {
  readonly v: 1
  readonly person: PersonId
  /** Raised with each change; two devices may raise it to the same number, so it only tells which is likely newer. */
  readonly version: number
  readonly profile?: { readonly name: string; readonly about?: string; readonly at: number }
  readonly commons: Readonly<Record<CommonsId, { readonly entry: AccountEntry; readonly at: number }>>
  readonly devices: Readonly<Record<DeviceId, AccountDevice>>
  /** Nodes that were asked to keep everything, by what they were called. */
  readonly keepers: Readonly<Record<NodeId, string>>
}

export function emptyDocument(person: PersonId): AccountDocument {
  return { v: 1, person, version: 0, commons: {}, devices: {}, keepers: {} }
}

/** Reads what was sealed with the account's key. Throws for what has another shape: whoever has the key may write anything. */
export function readDocument(bytes: Uint8Array): AccountDocument {
  const found = map(decodeCbor(bytes), 'a document')
  if (found['v'] !== 1) throw new TypeError(`expected version 1, found ${String(found['v'])}`)
  if (typeof found['person'] !== 'string') throw new TypeError('no person')
  count(found['version'], 'version')
  if (found['profile'] !== undefined) {
    const profile = map(found['profile'], 'profile')
    if (typeof profile['name'] !== 'string') throw new TypeError('a profile without a name')
    count(profile['at'], 'profile.at')
  }
  for (const [id, value] of Object.entries(map(found['commons'], 'commons'))) {
    const { entry, at } = map(value, `commons ${id}`)
    if (map(entry, `entry ${id}`)['id'] !== id) throw new TypeError(`the entry of ${id} has another id`)
    count(at, `commons ${id}.at`)
  }
  for (const [id, value] of Object.entries(map(found['devices'], 'devices'))) checkDevice(id, value)
  for (const name of Object.values(map(found['keepers'], 'keepers')))
    if (typeof name !== 'string') throw new TypeError('a keeper without a name')
  return found as unknown as AccountDocument
}

function checkDevice(id: string, value: unknown): void {
  const device = map(value, `device ${id}`)
  if (typeof device['name'] !== 'string') throw new TypeError(`device ${id} has no name`)
  for (const field of ['named', 'since', 'at']) count(device[field], `device ${id}.${field}`)
  if (device['retired'] !== undefined) count(device['retired'], `device ${id}.retired`)
  for (const heads of Object.values(map(device['heads'], `heads of ${id}`))) {
    if (!Array.isArray(heads)) throw new TypeError(`heads of ${id}`)
    for (const one of heads) {
      const head = map(one, `a head of ${id}`)
      if (typeof head['log'] !== 'string') throw new TypeError(`a head of ${id} names no log`)
      for (const field of ['blocks', 'records', 'at']) count(head[field], `a head of ${id}: ${field}`)
    }
  }
}

function map(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array))
    return value as Record<string, unknown>
  throw new TypeError(`expected a map as ${what}`)
}

function count(value: unknown, what: string): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new TypeError(`expected a number as ${what}, found ${String(value)}`)
}
