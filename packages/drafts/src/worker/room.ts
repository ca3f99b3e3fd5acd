import type { DraftMeasure, TextPatch } from '../contract.ts'
import { fail } from '../errors.ts'
import type { ChangeGraph } from '../graph.ts'
import { DRAFT_FIELDS, DRAFT_FILES, DRAFT_LINES, type DraftLimits } from '../limits.ts'

/** How much of one of the limits that an edit is held against. */
export type Measure = DraftMeasure & { what: keyof DraftLimits }

/** How much of each limit of the text and its history a draft uses: what is asked with every edit. */
export function measuresOf(graph: ChangeGraph, characters: number, limits: DraftLimits): Measure[] {
  return [
    { what: 'characters', now: characters, limit: limits.characters },
    { what: 'edits', now: graph.operations, limit: limits.edits },
    { what: 'sessions', now: graph.sessions, limit: limits.sessions },
  ]
}

/** The same of what is beside the text. Those limits are of the door as well: what is beyond counts nowhere. */
export function partMeasuresOf(graph: ChangeGraph): DraftMeasure[] {
  const { fields, lines, files } = graph.partCounts()
  return [
    { what: 'fields', now: fields, limit: DRAFT_FIELDS },
    { what: 'lines', now: lines, limit: DRAFT_LINES },
    { what: 'files', now: files, limit: DRAFT_FILES },
  ]
}

/**
 * Throws `DRAFT_AT_LIMIT` where edits would go beyond a limit. Only for edits made here: what others wrote beyond it counts,
 * since how much there is depends on what has arrived, and a verdict must not. Text can be taken out however long it is.
 */
export function checkRoom(
  measures: readonly Measure[],
  patches: readonly TextPatch[],
  newSession: boolean,
  steps = 0,
): void {
  const put = patches.reduce((sum, { ins }) => sum + ins.length, 0)
  const taken = patches.reduce((sum, { del }) => sum + del, 0)
  const more = {
    characters: put - taken,
    edits: put + taken + steps,
    sessions: newSession && put + taken + steps > 0 ? 1 : 0,
  }
  for (const { what, now, limit } of measures) {
    if (more[what] <= 0 || now + more[what] <= limit) continue
    throw fail('DRAFT_AT_LIMIT', {
      expected: `${limit} ${what}`,
      found: `${now} ${what} and would get ${more[what]} more`,
    })
  }
}
