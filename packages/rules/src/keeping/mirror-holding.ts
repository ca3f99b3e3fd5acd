import {
  type CommonsId,
  commonsIdOf,
  type CoreKey,
  coreKeyOf,
  decodeCbor,
  encodeCbor,
  keyBytes,
  type NodeId,
  nodeIdOf,
  type RecordId,
} from '@allmende/vocabulary'
import type { HeldCore } from './holding.ts'
import { type Lacking, lackedBlocks, type Mine, type OwnVersion } from './lacking.ts'

/** WARNING: signed. */
export const MIRROR_HOLDING_PURPOSE = 'allmende/mirror-holding/1'

/** Logs of which one statement tells: those of one person, and of those whose files their versions refer to. */
export const MAX_MIRRORED_LOGS = 256
/** Three cores a log, some 75 bytes each. */
export const MAX_MIRROR_HOLDING_BYTES = 64 * 1024

const HASH_BYTES = 32

/**
 * What a mirror says it holds, at a time. It can't read, so it knows neither whose a core is nor which versions there are: it says
 * of cores how much of them is here without a gap, and the member makes out what that comes to. Signed by the node.
 */
export type MirrorHolding = {
  /** The epoch that the mirror carries: it knows of no other. */
  readonly commons: CommonsId
  readonly node: NodeId
  /** ms since the epoch by the node's clock. */
  readonly at: number
  readonly cores: readonly HeldCore[]
}

/** WARNING: signed. */
export function encodeMirrorHolding({ commons, node, at, cores }: MirrorHolding): Uint8Array {
  return encodeCbor({
    purpose: MIRROR_HOLDING_PURPOSE,
    commons: keyBytes(commons),
    node: keyBytes(node),
    at,
    cores: cores.map(({ core, length, root }) => [keyBytes(core), length, root]),
  })
}

/** Reads a statement; null for anything that is none. That it was signed is for the caller to see. */
export function readMirrorHolding(bytes: Uint8Array): MirrorHolding | null {
  if (bytes.length > MAX_MIRROR_HOLDING_BYTES) return null
  try {
    const { purpose, commons, node, at, cores } = decodeCbor(bytes) as Record<string, unknown>
    if (purpose !== MIRROR_HOLDING_PURPOSE || !Array.isArray(cores)) return null
    if (cores.length > 3 * MAX_MIRRORED_LOGS) return null
    return {
      commons: commonsIdOf(key(commons)),
      node: nodeIdOf(key(node)),
      at: count(at),
      cores: cores.map(heldCore),
    }
  } catch {
    return null
  }
}

function heldCore(value: unknown): HeldCore {
  if (!Array.isArray(value) || value.length !== 3) throw new TypeError('no core')
  const [core, length, root] = value as unknown[]
  return { core: coreKeyOf(key(core)), length: count(length), root: root === null ? null : key(root) }
}

function key(value: unknown): Uint8Array {
  if (value instanceof Uint8Array && value.length === HASH_BYTES) return value
  throw new TypeError('no key')
}

function count(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new TypeError('no number')
}

/** A version, and the files cores that its content lies in. */
export type MirroredVersion = OwnVersion & { readonly cores: readonly CoreKey[] }

/** How far cores have to be held for a version to be whole. */
export type Needs = ReadonlyMap<CoreKey, number>

/**
 * Everything of one person in one commons, with the lengths of the files cores as they are known here; and where the files of
 * a version end in them, as far as that was looked up.
 */
export type MirroredMine<Version extends MirroredVersion> = {
  readonly cores: Mine['cores']
  readonly versions: readonly Version[]
  readonly files: Needs
  readonly needs?: ReadonlyMap<RecordId, Needs>
}

/**
 * What of it a mirror lacks, by its own words (one for each epoch that it carries). A version is held only where the cores its files lie in
 * are held without a gap to where its files end, or to all that is known of them: which blocks are whose the mirror can't know.
 */
export function mirrorLacking<Version extends MirroredVersion>(
  mine: MirroredMine<Version>,
  holdings: readonly MirrorHolding[],
): Lacking & { readonly versions: readonly Version[] } {
  const held = new Map(holdings.flatMap(({ cores }) => cores.map((one) => [one.core, one] as const)))
  const versions = mine.versions.filter(({ id, cores }) => {
    const ends = mine.needs?.get(id) ?? mine.files
    return cores.some((core) => (held.get(core)?.length ?? 0) < (ends.get(core) ?? Infinity))
  })
  return {
    ...lackedBlocks(mine.cores, held),
    versions,
    bytes: versions.reduce((sum, { bytes }) => sum + bytes, 0),
    unclear: false,
  }
}
