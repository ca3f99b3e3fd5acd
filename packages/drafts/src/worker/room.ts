import type { DraftMeasure, TextPatch } from '../contract.ts'
import { fail } from '../errors.ts'
import type { ChangeGraph } from '../graph.ts'
import type { DraftLimits } from '../limits.ts'

/** How much of each limit a draft uses. */
export function measuresOf(graph: ChangeGraph, characters: number, limits: DraftLimits): DraftMeasure[] {
  return [
    { what: 'characters', now: characters, limit: limits.characters },
    { what: 'edits', now: graph.operations, limit: limits.edits },
    { what: 'sessions', now: graph.sessions, limit: limits.sessions },
  ]
}

/**
 * Throws `DRAFT_AT_LIMIT` where edits would go beyond a limit. Only for edits made here: what others wrote beyond it counts,
 * since how much there is depends on what has arrived, and a verdict must not. Text can be taken out however long it is.
 */
export function checkRoom(
  measures: readonly DraftMeasure[],
  patches: readonly TextPatch[],
  newSession: boolean,
): void {
  const put = patches.reduce((sum, { ins }) => sum + ins.length, 0)
  const taken = patches.reduce((sum, { del }) => sum + del, 0)
  const more = {
    characters: put - taken,
    edits: put + taken,
    sessions: newSession && put + taken > 0 ? 1 : 0,
  }
  for (const { what, now, limit } of measures) {
    if (more[what] <= 0 || now + more[what] <= limit) continue
    throw fail('DRAFT_AT_LIMIT', {
      expected: `${limit} ${what}`,
      found: `${now} ${what} and would get ${more[what]} more`,
    })
  }
}
