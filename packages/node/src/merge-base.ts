import { mergeBase } from '@allmende/rules'
import type { RecordId } from '@allmende/vocabulary'
import { type GoodState, stateAt } from './good-state.ts'
import { locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'

/**
 * The state that two versions both come from, by the lineage of both goods: through a fork, and through what was taken in
 * since. Null when none is known here.
 */
export async function commonState(
  parts: Parts,
  ours: GoodState,
  theirs: GoodState,
): Promise<{ base: RecordId | null; state: GoodState | null }> {
  const parents = new Map<RecordId, readonly RecordId[]>()
  for (const { thing } of [ours, theirs]) {
    const lineage = await parts.views.lineage(thing.id)
    for (const version of lineage?.versions ?? []) if (version.here) parents.set(version.id, version.parents)
  }
  const base = mergeBase(ours.version, theirs.version, (version) => parents.get(version) ?? [])
  if (base === null) return { base, state: null }
  // It may be named in the lineage without being here: then nothing is known of what it held.
  if (!parents.has(base)) return { base, state: null }
  return { base, state: await stateAt(parts, await locateThing(parts, base, {}), base) }
}
