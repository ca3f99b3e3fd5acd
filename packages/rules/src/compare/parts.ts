import type { PartLine } from '@allmende/vocabulary'
import { sameValue } from '../same-value.ts'
import { matchLines } from '../three-way/line-match.ts'
import { compareFields, type FieldDifference } from './fields.ts'

/** A line of a parts list that came, went or is otherwise. */
export type PartDifference = {
  readonly what: 'added' | 'removed' | 'changed'
  /** As it is called now, or was. */
  readonly name: string
  readonly fields: readonly FieldDifference[]
}

/**
 * The lines in which a parts list differs from an earlier one: in the order of the newer, then those that went. A line is
 * found again as in merging; that it stands elsewhere is no difference. Rule R57.
 */
export function compareParts(before: readonly PartLine[], after: readonly PartLine[]): PartDifference[] {
  const twins = matchLines(before, after)
  const was = new Map<number, PartLine>()
  for (const [at, twin] of twins.entries()) if (twin >= 0) was.set(twin, before[at]!)
  const kept = after.flatMap((line, at): PartDifference[] => {
    const old = was.get(at)
    if (!old) return [{ what: 'added', name: line.name, fields: compareFields({}, line) }]
    return sameValue(old, line)
      ? []
      : [{ what: 'changed', name: line.name, fields: compareFields(old, line) }]
  })
  const gone = before.flatMap((line, at): PartDifference[] =>
    twins[at] === -1 ? [{ what: 'removed', name: line.name, fields: compareFields(line, {}) }] : [],
  )
  return [...kept, ...gone]
}
