import { type RecordId, compareRecordIds } from '@allmende/vocabulary'

/**
 * The newest version that both come from, themselves included; null when they have none in common. "Newest" is one
 * that is no parent of another one in common; of several (each has taken in the other before) the one with the later
 * record id, so that every node and both sides choose alike. A circle, which only liars can write, ends: then the
 * nearest counts.
 */
export function mergeBase(
  a: RecordId,
  b: RecordId,
  parentsOf: (version: RecordId) => readonly RecordId[],
): RecordId | null {
  const fromA = ancestors(a, parentsOf)
  const fromB = ancestors(b, parentsOf)
  const common = [...fromA.keys()].filter((version) => fromB.has(version))
  if (common.length === 0) return null
  const older = new Set(
    common.flatMap((version) => parentsOf(version).filter((parent) => parent !== version)),
  )
  const newest = common.filter((version) => !older.has(version))
  if (newest.length > 0)
    return newest.reduce((best, other) => (compareRecordIds(best, other) < 0 ? other : best))
  const steps = (version: RecordId) => fromA.get(version)! + fromB.get(version)!
  return common.reduce((best, other) =>
    (steps(best) - steps(other) || compareRecordIds(other, best)) > 0 ? other : best,
  )
}

/** All versions that one comes from, itself included, with the fewest steps to each. */
function ancestors(
  from: RecordId,
  parentsOf: (version: RecordId) => readonly RecordId[],
): Map<RecordId, number> {
  const found = new Map([[from, 0]])
  for (const [version, steps] of found) {
    for (const parent of parentsOf(version)) if (!found.has(parent)) found.set(parent, steps + 1)
  }
  return found
}
