import { type CoreKey, type LogKey, placeOf, type RecordId } from '@allmende/vocabulary'
import { sameValue } from '../same-value.ts'
import type { HeldCore, Holding } from './holding.ts'

/** A version with files, of a good or a build. */
export type OwnVersion = { readonly id: RecordId; readonly title: string; readonly bytes: number }

/** A log's core as it stands here. */
export type OwnCore = {
  readonly core: CoreKey
  readonly which: 'records' | 'edits'
  readonly log: LogKey
  readonly length: number
  readonly root: Uint8Array
}

/** Everything of one person in one commons, as far as it is known here. */
export type Mine = { readonly cores: readonly OwnCore[]; readonly versions: readonly OwnVersion[] }

/** Blocks that somebody lacks, from the first to before `to`. */
export type LackedBlocks = Pick<OwnCore, 'core' | 'which' | 'log'> & {
  readonly from: number
  readonly to: number
}

/** What of it a node lacks, by its own word. */
export type Lacking = {
  readonly blocks: readonly LackedBlocks[]
  /** Cores of which it holds another content than is here: no copy of them. */
  readonly differs: readonly CoreKey[]
  readonly versions: readonly OwnVersion[]
  readonly bytes: number
  /** It counts other versions than are known here: the records that explain it are still on their way to one of us. */
  readonly unclear: boolean
}

/**
 * Holds a node's statement against what there is. Nothing is taken for held that the statement doesn't cover: a head that
 * is newer than it, a version whose record it had not seen.
 */
export function lacking(
  mine: Mine,
  holding: Holding,
  digestOf: (ids: readonly RecordId[]) => Uint8Array,
): Lacking {
  const { blocks, differs } = lackedBlocks(mine.cores, new Map(holding.cores.map((one) => [one.core, one])))
  const unseen = new Map(
    blocks.filter(({ which }) => which === 'records').map(({ log, from }) => [log, from]),
  )
  const named = new Set(holding.missing.ids)
  const lacks = ({ id }: OwnVersion) => {
    const { log, block } = placeOf(id)
    return named.has(id) || block >= (unseen.get(log) ?? Infinity)
  }
  const versions = mine.versions.filter(lacks)
  const rest = mine.versions.filter((version) => !lacks(version)).map(({ id }) => id)
  const agrees = holding.held.count === rest.length && sameValue(holding.held.digest, digestOf(rest))
  return {
    blocks,
    differs,
    versions,
    bytes: Math.max(
      versions.reduce((sum, { bytes }) => sum + bytes, 0),
      holding.missing.count > named.size ? holding.missing.bytes : 0,
    ),
    unclear: !agrees,
  }
}

/** What of cores is beyond what somebody says they hold, and of which they hold another content. */
export function lackedBlocks(
  cores: readonly OwnCore[],
  held: ReadonlyMap<CoreKey, HeldCore>,
): Pick<Lacking, 'blocks' | 'differs'> {
  const blocks: LackedBlocks[] = []
  const differs: CoreKey[] = []
  for (const { core, which, log, length, root } of cores) {
    const theirs = held.get(core)
    const has = theirs?.length ?? 0
    if (has < length) blocks.push({ core, which, log, from: has, to: length })
    // Without a root hash it knows of more than is here, and is fetching that: these blocks it has.
    else if (has === length && theirs?.root && !sameValue(theirs.root, root)) differs.push(core)
  }
  return { blocks, differs }
}
