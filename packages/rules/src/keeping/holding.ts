import {
  type CommonsId,
  commonsIdOf,
  compactRecordId,
  type CoreKey,
  coreKeyOf,
  decodeCbor,
  encodeCbor,
  keyBytes,
  type NodeId,
  nodeIdOf,
  type PersonId,
  personIdOf,
  readCompactRecordId,
  type RecordId,
} from '@allmende/vocabulary'

/** WARNING: signed. */
export const HOLDING_PURPOSE = 'allmende/holding/1'

/** Cores of one person in one commons that are told of: two for each device and each time it began anew. */
export const MAX_HELD_CORES = 256
/** Versions that are named as missing; of more only the number is told. */
export const MAX_MISSING_NAMED = 64
/** Of the whole statement. */
export const MAX_HOLDING_BYTES = 32 * 1024

const HASH_BYTES = 32

/** Blocks of a core that are held without a gap; the root hash of just so many, or null while some are still coming. */
export type HeldCore = { readonly core: CoreKey; readonly length: number; readonly root: Uint8Array | null }

/** What a node says it holds of one person in one commons, at a time. Signed by the node. */
export type Holding = {
  readonly commons: CommonsId
  readonly node: NodeId
  readonly person: PersonId
  /** ms since the epoch by the node's clock; each statement's is later than the one before. */
  readonly at: number
  /** Its person has agreed to keep all of it. */
  readonly agreed: boolean
  readonly cores: readonly HeldCore[]
  /** Versions all of whose files are here: how many, and the digest of their ids in order. */
  readonly held: { readonly count: number; readonly digest: Uint8Array }
  /** Versions whose files are not all here, as far as the node knows of them. `ids` has the first of them. */
  readonly missing: { readonly count: number; readonly bytes: number; readonly ids: readonly RecordId[] }
  /** Of the versions that are held. */
  readonly bytes: number
  /** The most that it keeps of this person's files; null: no limit. */
  readonly quota: number | null
}

/** WARNING: signed. The bytes that a node's key signs: a purpose, so that they do for nothing else, and the statement. */
export function encodeHolding(holding: Holding): Uint8Array {
  const { commons, node, person, at, agreed, cores, held, missing, bytes, quota } = holding
  return encodeCbor({
    purpose: HOLDING_PURPOSE,
    commons: keyBytes(commons),
    node: keyBytes(node),
    person: keyBytes(person),
    at,
    agreed,
    cores: cores.map(({ core, length, root }) => [keyBytes(core), length, root]),
    held: [held.count, held.digest],
    missing: [missing.count, missing.bytes, missing.ids.map(compactRecordId)],
    bytes,
    quota,
  })
}

/** Reads a statement; null for anything that is none. That it was signed is for the caller to see. */
export function readHolding(bytes: Uint8Array): Holding | null {
  if (bytes.length > MAX_HOLDING_BYTES) return null
  try {
    return fromMap(decodeCbor(bytes))
  } catch {
    return null
  }
}

function fromMap(value: unknown): Holding | null {
  if (typeof value !== 'object' || value === null) return null
  const map = value as Record<string, unknown>
  if (map['purpose'] !== HOLDING_PURPOSE || typeof map['agreed'] !== 'boolean') return null
  const [count, digest] = list(map['held'], 2)
  const [lacked, lackedBytes, ids] = list(map['missing'], 3)
  return {
    commons: commonsIdOf(key(map['commons'])),
    node: nodeIdOf(key(map['node'])),
    person: personIdOf(key(map['person'])),
    at: number(map['at']),
    agreed: map['agreed'],
    cores: many(map['cores'], MAX_HELD_CORES).map(heldCore),
    held: { count: number(count), digest: key(digest) },
    missing: {
      count: number(lacked),
      bytes: number(lackedBytes),
      ids: many(ids, MAX_MISSING_NAMED).map((id) => readCompactRecordId(id) ?? refuse()),
    },
    bytes: number(map['bytes']),
    quota: map['quota'] === null ? null : number(map['quota']),
  }
}

function heldCore(value: unknown): HeldCore {
  const [core, length, root] = list(value, 3)
  return { core: coreKeyOf(key(core)), length: number(length), root: root === null ? null : key(root) }
}

function key(value: unknown): Uint8Array {
  return value instanceof Uint8Array && value.length === HASH_BYTES ? value : refuse()
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : refuse()
}

function list(value: unknown, length: number): unknown[] {
  return Array.isArray(value) && value.length === length ? (value as unknown[]) : refuse()
}

function many(value: unknown, most: number): unknown[] {
  return Array.isArray(value) && value.length <= most ? (value as unknown[]) : refuse()
}

/** Ends the reading; `readHolding` makes an answer of it. */
function refuse(): never {
  throw new TypeError('no statement of what is held')
}
