import type { SuggestionView } from '@allmende/views'
import type { Credit, Fields, RecordId, Settled } from '@allmende/vocabulary'
import { nameOfVersion } from './choose-version.ts'
import type {
  AcceptRequest,
  AcceptResult,
  ActionContext,
  DeclineRequest,
  DeclineResult,
  MergeReport,
  WithdrawResult,
} from './contract.ts'
import { creditsWith, namesIn } from './credits.ts'
import { acceptPieces, declinePieces } from './drafts/answers.ts'
import { fail } from './errors.ts'
import { stateAt } from './good-state.ts'
import { mustFitInto } from './licence-fit.ts'
import { type Located, locateThing } from './locate-thing.ts'
import { commonState } from './merge-base.ts'
import { type MergePlan, NOTHING_MERGED, planMerge } from './merge-goods.ts'
import { everyAbout } from './pages.ts'
import type { Parts } from './parts.ts'
import { reachCores } from './reach-cores.ts'
import { mustBeMember, mustTend } from './rights.ts'
import { refuseDiverged, settleDivergence } from './settle-divergence.ts'
import { writeMerge } from './write-merge.ts'

const ANSWERABLE = ['suggestion', 'good']

/**
 * Takes in what was suggested, or goes on from one version of a good that stands diverged. Of what is offered only the
 * changed files are fetched; whoever offered it is credited, and the new version names theirs.
 * Throws SHARE_FOREIGN, SUGGESTION_SETTLED, DIVERGED, LICENCE_…, MERGE_CONFLICTS, NO_HOLDER.
 */
export async function accept(
  parts: Parts,
  request: AcceptRequest,
  context: ActionContext,
): Promise<AcceptResult> {
  const located = await locateThing(parts, request.reference, context, { wait: false }, ANSWERABLE)
  if (located.thing.kind === 'good') return settleDivergence(parts, located, request, context)
  const draft = await draftOfSuggestion(parts, located)
  if (draft !== null) return acceptPieces(parts, draft, located.thing.id, request)
  const open = await openSuggestion(parts, located, context)
  mustTend(parts, open.target.thing)
  mustBeMember(open.target.commons, 'accepting')
  refuseDiverged(open.target.thing)
  const { thing, commons } = open.target
  const { suggestion } = open
  const settled = answerOf(suggestion.id, true, request.reason)
  const names = await namesIn(parts, commons.id)
  const credits = creditsWith(
    thing.fields['credits'],
    suggestion.author,
    names.get(suggestion.author),
    'contributor',
  )
  const done = suggestion.offers
    ? await takeIn(
        parts,
        open,
        { request, offers: suggestion.offers, said: { ...settled, credits } },
        context,
      )
    : await onlySettle(parts, open, { ...settled, credits })
  return {
    id: thing.id,
    title: thing.title,
    ...done,
    suggestion: suggestion.id,
    by: suggestion.author,
    byName: names.get(suggestion.author) ?? null,
  }
}

/** Says no to a suggestion, and why. Throws SHARE_FOREIGN, SUGGESTION_SETTLED. */
export async function decline(parts: Parts, request: DeclineRequest): Promise<DeclineResult> {
  const located = await locateThing(parts, request.suggestion, {}, { wait: false }, ['suggestion'])
  const draft = await draftOfSuggestion(parts, located)
  if (draft !== null) return declinePieces(parts, draft, located.thing.id, request)
  const { target, suggestion } = await openSuggestion(parts, located, {})
  mustTend(parts, target.thing)
  mustBeMember(target.commons, 'declining')
  await parts.writer.write(target.commons, {
    kind: 'good',
    of: target.thing.id,
    after: target.thing.heads,
    body: answerOf(suggestion.id, false, request.reason),
  })
  return {
    id: target.thing.id,
    title: target.thing.title,
    suggestion: suggestion.id,
    reason: request.reason,
  }
}

/** Takes back what one suggested oneself. Throws SUGGESTION_FOREIGN, SUGGESTION_SETTLED. */
export async function withdraw(parts: Parts, request: { suggestion: string }): Promise<WithdrawResult> {
  const located = await locateThing(parts, request.suggestion, {}, { wait: false }, ['suggestion'])
  const { target, suggestion } = await openSuggestion(parts, located, {})
  if (suggestion.author !== parts.logs.identity?.person) throw fail('SUGGESTION_FOREIGN')
  mustBeMember(located.commons, 'taking back')
  await parts.writer.write(located.commons, {
    kind: 'suggestion',
    of: suggestion.id,
    after: located.thing.heads,
    body: { withdrawn: true },
  })
  return { id: target.thing.id, title: target.thing.title, suggestion: suggestion.id }
}

/** The draft that a suggestion is for; null where it is for something else. */
async function draftOfSuggestion(parts: Parts, { thing }: Located): Promise<RecordId | null> {
  const about = await parts.views.show(thing.fields['about'] as RecordId)
  return thing.kind === 'suggestion' && about?.kind === 'draft' ? about.id : null
}

type Open = { readonly target: Located; readonly suggestion: SuggestionView }

/** The suggestion with what it is about. Throws THING_KIND, SUGGESTION_SETTLED. */
async function openSuggestion(parts: Parts, { thing }: Located, context: ActionContext): Promise<Open> {
  if (thing.kind !== 'suggestion') throw fail('THING_KIND', { expected: 'suggestion', found: thing.kind })
  const target = await locateThing(parts, String(thing.fields['about']), context)
  const suggestion = await suggestionOn(parts, target.thing.id, thing.id)
  if (!suggestion) throw fail('THING_UNKNOWN', { found: thing.id })
  if (suggestion.state !== 'open') throw fail('SUGGESTION_SETTLED', { found: suggestion.state })
  return { target, suggestion }
}

async function suggestionOn(
  parts: Parts,
  target: RecordId,
  wanted: RecordId,
): Promise<SuggestionView | undefined> {
  for await (const one of everyAbout(parts, target, 'suggestions')) if (one.id === wanted) return one
  return undefined
}

function answerOf(suggestion: RecordId, accepted: boolean, reason: string | undefined): Fields {
  const answer: Settled = { suggestion, accepted, ...(reason === undefined ? {} : { reason }) }
  return { settles: [answer] }
}

type Taken = { readonly version: RecordId; readonly report: MergeReport }

async function takeIn(
  parts: Parts,
  { target }: Open,
  { request, offers, said }: { request: AcceptRequest; offers: RecordId; said: Fields },
  context: ActionContext,
): Promise<Taken> {
  const fork = await locateThing(parts, offers, context)
  const ours = await stateAt(parts, target, target.thing.versions.at(-1)?.id ?? target.thing.id)
  const theirs = await stateAt(parts, fork, offers)
  mustFitInto(theirs.fields, ours.fields, request.licenceChecked ?? false)
  if (theirs.files) await reachCores(parts, fork, theirs.files.cores, context)
  const { state: base } = await commonState(parts, ours, theirs)
  const labels = {
    ours: `${target.thing.title}, version ${nameOfVersion(target.thing, ours.version)}`,
    theirs: fork.thing.title,
  }
  const plan = await planMerge(parts, { base, ours, theirs, labels }, context)
  if (plan.report.conflicts > 0 && !request.withConflicts) throw conflictsOf(plan)
  const credits = mergedCredits(plan, said)
  return writeMerge(parts, plan, { ...said, ...credits, merges: [offers] }, context)
}

/** Credits that came along with the change, and whoever suggested it among them. */
function mergedCredits({ fields }: MergePlan, said: Fields): Fields {
  const merged = fields['credits'] as Credit[] | undefined
  if (!merged) return {}
  const there = new Set(merged.map(({ person }) => person))
  const added = (said['credits'] as Credit[]).filter(({ person }) => !there.has(person))
  return { credits: [...merged, ...added] }
}

/** A suggestion in words alone: the answer is all there is to write. */
async function onlySettle(parts: Parts, { target }: Open, said: Fields): Promise<Taken> {
  const version = await parts.writer.write(target.commons, {
    kind: 'good',
    of: target.thing.id,
    after: target.thing.heads,
    body: said,
  })
  return { version, report: NOTHING_MERGED }
}

function conflictsOf({ report }: MergePlan): Error {
  const found = [
    ...report.files.filter(({ what }) => what === 'conflict').map(({ path }) => path),
    ...report.parts.conflicts.map((line) => `part "${line}"`),
    ...report.fields.conflicts.map((field) => `field ${field}`),
  ]
  return fail('MERGE_CONFLICTS', {
    found: found.join(', '),
    expected: 'a change that fits the newest version',
  })
}
