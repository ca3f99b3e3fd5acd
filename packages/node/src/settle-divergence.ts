import type { Thing } from '@allmende/views'
import type { Fields } from '@allmende/vocabulary'
import { chooseVersion, nameOfVersion } from './choose-version.ts'
import type { AcceptRequest, AcceptResult, ActionContext } from './contract.ts'
import { namesIn } from './credits.ts'
import { fail } from './errors.ts'
import { stateAt } from './good-state.ts'
import type { Located } from './locate-thing.ts'
import type { Parts } from './parts.ts'
import { mustBeMember, mustTend } from './rights.ts'
import { noteIfHeld } from './write-merge.ts'
import { writeGood } from './write-good.ts'

/** Throws DIVERGED, with the versions that stand side by side. */
export function refuseDiverged(thing: Thing): void {
  if (!thing.diverged) return
  const apart = thing.divergences.flatMap(({ choices }) => choices.map(({ record }) => record))
  const versions = [...new Set(apart)].map((id) => `${nameOfVersion(thing, id)} (${id})`)
  throw fail('DIVERGED', { title: thing.title, found: `versions ${versions.join(' and ')}` })
}

/**
 * Goes on from one version of a good that stands diverged: a new version on top of all heads, with what that one has.
 * The others stay in the history. Throws SHARE_FOREIGN, NOTHING_TO_SETTLE.
 */
export async function settleDivergence(
  parts: Parts,
  located: Located,
  request: AcceptRequest,
  context: ActionContext,
): Promise<AcceptResult> {
  const { commons, thing } = located
  mustTend(parts, thing)
  mustBeMember(commons, 'settling')
  if (!thing.diverged) throw fail('NOTHING_TO_SETTLE', { title: thing.title })
  const chosen = chooseVersion(thing, request.version ?? request.reference)
  const state = await stateAt(parts, located, chosen.id)
  const contested = ['files', 'parts', ...thing.divergences.map(({ field }) => field)]
  const body: Fields = {}
  for (const field of contested) if (state.fields[field] !== undefined) body[field] = state.fields[field]
  const version = await writeGood(parts, commons, { of: thing.id, after: thing.heads, body })
  if (state.files) await noteIfHeld(parts, commons, version, state.files, context)
  const names = await namesIn(parts, commons.id)
  return {
    id: thing.id,
    title: thing.title,
    version,
    suggestion: null,
    by: chosen.author,
    byName: names.get(chosen.author) ?? null,
    report: {
      base: chosen.id,
      files: [],
      parts: { changed: 0, conflicts: [] },
      fields: { taken: Object.keys(body), conflicts: [] },
      conflicts: 0,
      fetched: 0,
    },
  }
}
