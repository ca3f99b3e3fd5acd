import { chooseVersion, nameOfVersion } from './choose-version.ts'
import type { ActionContext, PullRequest, PullResult } from './contract.ts'
import { locateGood } from './fork-good.ts'
import { stateAt } from './good-state.ts'
import { mustFitInto } from './licence-fit.ts'
import { commonState } from './merge-base.ts'
import { planMerge } from './merge-goods.ts'
import type { Parts } from './parts.ts'
import { reachCores } from './reach-cores.ts'
import { mustBeMember, mustTend } from './rights.ts'
import { refuseDiverged } from './settle-divergence.ts'
import { originalOf } from './suggest-change.ts'
import { writeMerge } from './write-merge.ts'

const NOTHING: Omit<PullResult['report'], 'base'> = {
  files: [],
  parts: { changed: 0, conflicts: [] },
  fields: { taken: [], conflicts: [] },
  conflicts: 0,
  fetched: 0,
}

/**
 * Brings into a fork what its original became since. Both sides' words stay where they contradict each other. Throws
 * NO_ORIGINAL, ORIGINAL_UNKNOWN, SHARE_FOREIGN, DIVERGED, LICENCE_…, and NO_HOLDER for files nobody connected has.
 */
export async function pullInto(
  parts: Parts,
  request: PullRequest,
  context: ActionContext,
): Promise<PullResult> {
  const fork = await locateGood(parts, request.fork, context)
  const original = await originalOf(parts, fork)
  mustTend(parts, fork.thing)
  mustBeMember(fork.commons, 'pulling')
  refuseDiverged(fork.thing)
  if (request.version === undefined) refuseDiverged(original.thing)
  const ours = await stateAt(parts, fork, fork.thing.versions.at(-1)?.id ?? fork.thing.id)
  const theirs = await stateAt(parts, original, chooseVersion(original.thing, request.version).id)
  const { base, state } = await commonState(parts, ours, theirs)
  const from = { id: original.thing.id, version: theirs.version, title: original.thing.title }
  const { id, title } = fork.thing
  if (base === theirs.version)
    return { id, title, version: null, upToDate: true, from, report: { base, ...NOTHING } }
  mustFitInto(theirs.fields, ours.fields, request.licenceChecked ?? false)
  if (theirs.files) await reachCores(parts, original, theirs.files.cores, context)
  const labels = {
    ours: title,
    theirs: `${original.thing.title}, version ${nameOfVersion(original.thing, theirs.version)}`,
  }
  const plan = await planMerge(parts, { base: state, ours, theirs, labels }, context)
  if (request.dryRun)
    return { id, title, version: null, upToDate: false, from, report: { ...plan.report, fetched: 0 } }
  const done = await writeMerge(parts, plan, { merges: [theirs.version] }, context)
  return { id, title, version: done.version, upToDate: false, from, report: done.report }
}
