import { type LineConflict, mergeFields, mergeLines, sameValue, type SideNames } from '@allmende/rules'
import { type Credit, type Fields, MAX_MENTIONS, type PartLine } from '@allmende/vocabulary'
import type { ActionContext, MergeReport } from './contract.ts'
import { coresOf, filesOf, type GoodState, linesOf } from './good-state.ts'
import { type FilesPlan, planFiles } from './merge-files.ts'
import type { Parts } from './parts.ts'
import { patienceOf } from './patience.ts'

export type Sides = {
  /** The version both come from, if one is known here. */
  readonly base: GoodState | null
  readonly ours: GoodState
  readonly theirs: GoodState
  readonly labels: SideNames
}

/** What two states of a good come to; nothing of it is written yet. */
export type MergePlan = {
  readonly sides: Sides
  readonly files: FilesPlan
  /** The fields to be set on our side, but for `files`. */
  readonly fields: Fields
  readonly report: Omit<MergeReport, 'fetched'>
}

/** What each side calls its good and gives it away under is its own; whether licences fit is judged apart. */
const OWN = new Set(['title', 'licence', 'type'])

/** Brings together what two goods became since the version both come from: files, parts list, and what is said of them. */
export async function planMerge(parts: Parts, sides: Sides, context: ActionContext): Promise<MergePlan> {
  const { base, ours, theirs, labels } = sides
  const side = async (state: GoodState) => ({
    files: await filesOf(parts, state, context),
    openCore: coresOf(parts, state.commons),
  })
  const files = await planFiles({
    base: base ? await side(base) : { files: [], openCore: coresOf(parts, ours.commons) },
    ours: await side(ours),
    theirs: await side(theirs),
    labels,
    patience: patienceOf(parts, theirs.commons.id, context),
  })
  const lines = await partsOf(parts, sides)
  const fields = fieldsOf(sides)
  const conflicts =
    files.changes.filter(({ what }) => what === 'conflict').length +
    lines.report.conflicts.length +
    fields.conflicts.length
  return {
    sides,
    files,
    fields: { ...fields.set, ...lines.set },
    report: {
      base: base?.version ?? null,
      files: files.changes,
      parts: lines.report,
      fields: { taken: Object.keys(fields.set), conflicts: fields.conflicts },
      conflicts,
    },
  }
}

/** Whether a plan changes nothing on our side. */
export function changesNothing({ files, fields }: MergePlan): boolean {
  return files.changes.length === 0 && Object.keys(fields).length === 0
}

/** Of an answer by which no files, lines or fields changed. */
export const NOTHING_MERGED: MergeReport = {
  base: null,
  files: [],
  parts: { changed: 0, conflicts: [] },
  fields: { taken: [], conflicts: [] },
  conflicts: 0,
  fetched: 0,
}

type LinesPlan = { readonly set: Fields; readonly report: MergeReport['parts'] }

async function partsOf(parts: Parts, { base, ours, theirs }: Sides): Promise<LinesPlan> {
  const before = base ? await linesOf(parts, base.fields) : []
  const mine = await linesOf(parts, ours.fields)
  const other = await linesOf(parts, theirs.fields)
  if (sameValue(mine, other)) return { set: {}, report: { changed: 0, conflicts: [] } }
  const { lines, conflicts } = mergeLines(before, mine, other)
  const changed = differing(mine, lines)
  return {
    set: sameValue(mine, lines) ? {} : { parts: { lines } },
    report: { changed, conflicts: conflicts.map(inWords) },
  }
}

function differing(before: readonly PartLine[], after: readonly PartLine[]): number {
  const left = [...before]
  let changed = 0
  for (const line of after) {
    const at = left.findIndex((other) => sameValue(other, line))
    if (at === -1) changed++
    else left.splice(at, 1)
  }
  return Math.max(changed, left.length)
}

function inWords({ ours, theirs, base }: LineConflict): string {
  return (ours ?? theirs ?? base)?.name ?? 'a line'
}

function fieldsOf({ base, ours, theirs, labels }: Sides): { set: Fields; conflicts: string[] } {
  const shared = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !OWN.has(name)))
  const [before, mine] = [shared(base?.fields ?? {}), shared(ours.fields)]
  const other = withoutCreditOf(ours.thing.author, shared(theirs.fields))
  const merged = mergeFields(before, mine, other, labels)
  const all = { ...merged.fields, ...creditsOfBoth(mine['credits'], merged.fields['credits']) }
  const set = Object.fromEntries(Object.entries(all).filter(([name, value]) => !sameValue(value, mine[name])))
  return { set, conflicts: merged.conflicts.map(({ field }) => field) }
}

/** A fork credits the author of what it came from; in that good itself the author stands without it. */
function withoutCreditOf(author: string, fields: Fields): Fields {
  const { credits, ...rest } = fields
  if (!Array.isArray(credits)) return fields
  const others = (credits as Credit[]).filter(({ person }) => person !== author)
  return others.length === 0 ? rest : { ...rest, credits: others }
}

/** Nobody is taken off by a merge who was credited on our side. */
function creditsOfBoth(ours: unknown, merged: unknown): Fields {
  if (!Array.isArray(ours) || !Array.isArray(merged)) return {}
  const keyOf = ({ person, name }: Credit) => person ?? name
  const there = new Set((merged as Credit[]).map(keyOf))
  const lost = (ours as Credit[]).filter((credit) => !there.has(keyOf(credit)))
  return { credits: [...lost, ...(merged as Credit[])].slice(0, MAX_MENTIONS) }
}
