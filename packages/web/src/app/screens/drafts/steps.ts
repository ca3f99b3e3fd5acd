import type { DraftChange } from '@allmende/api/client'

/** A stretch of the history that one person made without a longer pause. */
export type Step = {
  readonly last: DraftChange
  /** The change before its first one; null: it begins the draft. */
  readonly since: string | null
  readonly changes: number
}

/** A pause after which another step begins. */
const PAUSE_MS = 120_000

/** Changes of one person in a row as one step: nobody looks through the strokes of keys. */
export function stepsOf(changes: readonly DraftChange[]): Step[] {
  const steps: Step[] = []
  for (const [index, change] of changes.entries()) {
    const before = steps.at(-1)
    const same =
      before !== undefined &&
      before.last.author === change.author &&
      before.last.guest === change.guest &&
      Math.abs(change.at - before.last.at) < PAUSE_MS
    if (same) steps[steps.length - 1] = { ...before, last: change, changes: before.changes + 1 }
    else steps.push({ last: change, since: changes[index - 1]?.change ?? null, changes: 1 })
  }
  return steps
}
