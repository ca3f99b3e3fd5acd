import {
  compareRecordIds,
  compareStamps,
  type NodeId,
  type PersonId,
  type RecordId,
  type Stamp,
} from '@allmende/vocabulary'

/** Keepers of one person in one commons that count: each makes every node of the commons pass on its word. */
export const MAX_KEEPERS = 16

/** A record of the kind `keeper`, with who wrote it. */
export type KeeperRecordOf = {
  readonly id: RecordId
  readonly author: PersonId
  readonly stamp: Stamp
  readonly node: NodeId
  readonly name: string | null
  readonly ends: boolean
}

/** A node that was asked to keep everything of somebody's. */
export type NamedKeeper = {
  readonly author: PersonId
  readonly node: NodeId
  readonly name: string | null
  /** When it was asked, as the author's clock had it. */
  readonly since: number
}

/** Who is asked now: of each author the newest record about a node counts, by its stamp, then by its id; of more than 16 the first 16. */
export function namedKeepers(records: readonly KeeperRecordOf[]): NamedKeeper[] {
  const newest = new Map<string, KeeperRecordOf>()
  for (const record of records) {
    const key = `${record.author} ${record.node}`
    const before = newest.get(key)
    if (!before || later(record, before) > 0) newest.set(key, record)
  }
  const counts = new Map<PersonId, number>()
  const named: NamedKeeper[] = []
  for (const { author, node, name, stamp, ends } of [...newest.values()].sort(later)) {
    const before = counts.get(author) ?? 0
    if (ends || before >= MAX_KEEPERS) continue
    counts.set(author, before + 1)
    named.push({ author, node, name, since: stamp[0] })
  }
  return named
}

function later(a: KeeperRecordOf, b: KeeperRecordOf): number {
  return compareStamps(a.stamp, b.stamp) || compareRecordIds(a.id, b.id)
}
