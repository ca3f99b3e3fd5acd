import type { PartLine } from '@allmende/vocabulary'
import { sameValue } from '../same-value.ts'
import { mergeLine } from './line.ts'
import { matchLines } from './line-match.ts'

/** Where a person must choose. The merged list has `ours`, or the line that the other side had removed. */
export type LineConflict = {
  /** Its place in the merged list. */
  at: number
  why: 'changed-on-both-sides' | 'changed-here-removed-there' | 'removed-here-changed-there'
  /** The fields that both sides set otherwise; empty when one removed the line. */
  fields: (keyof PartLine)[]
  base?: PartLine
  ours?: PartLine
  theirs?: PartLine
}

export type MergedLines = { lines: PartLine[]; conflicts: LineConflict[] }

/**
 * Merges two parts lists that come from one. Different changes to one line combine, lines that either side added are
 * in, those that one side removed and the other left alone are out. What a side changed is never dropped: against a
 * change, removing loses, and of two values for one field ours is in the list and both are in the conflict.
 */
export function mergeLines(
  base: readonly PartLine[],
  ours: readonly PartLine[],
  theirs: readonly PartLine[],
): MergedLines {
  if (sameValue(base, theirs) || sameValue(ours, theirs)) return { lines: [...ours], conflicts: [] }
  if (sameValue(base, ours)) return { lines: [...theirs], conflicts: [] }
  const rows = align(base, ours, theirs).map(mergeRow)
  const kept = rows.filter(({ line }) => line !== null)
  return {
    lines: kept.map(({ line }) => line!),
    conflicts: kept.flatMap(({ conflict }, at) => (conflict ? [{ at, ...conflict }] : [])),
  }
}

/** One line as it stands in each of the three lists. */
type Row = { base?: PartLine; ours?: PartLine; theirs?: PartLine }

type MergedRow = { line: PartLine | null; conflict?: Omit<LineConflict, 'at'> }

function mergeRow({ base, ours, theirs }: Row): MergedRow {
  if (ours && theirs) {
    const { line, fields } = mergeLine({ base, ours, theirs })
    if (fields.length === 0) return { line }
    return { line, conflict: { why: 'changed-on-both-sides', fields, ...(base && { base }), ours, theirs } }
  }
  const left = (ours ?? theirs) as PartLine
  if (!base) return { line: left }
  if (!left || sameValue(base, left)) return { line: null }
  const why = ours ? 'changed-here-removed-there' : 'removed-here-changed-there'
  return { line: left, conflict: { why, fields: [], base, ...(ours && { ours }), ...(theirs && { theirs }) } }
}

/**
 * Finds each line of the three lists in the others. The order is ours, unless only theirs put lines in another order;
 * what is new in the other list comes after what it follows there.
 */
function align(base: readonly PartLine[], ours: readonly PartLine[], theirs: readonly PartLine[]): Row[] {
  const [inOurs, inTheirs] = [matchLines(base, ours), matchLines(base, theirs)]
  const rowOfOurs: Row[] = ours.map((line) => ({ ours: line }))
  const rowOfTheirs: Row[] = theirs.map((line) => ({ theirs: line }))
  for (const [at, line] of base.entries()) {
    const [here, there] = [inOurs[at]!, inTheirs[at]!]
    if (here >= 0) rowOfOurs[here] = { ...rowOfOurs[here], base: line }
    if (there < 0) continue
    const row = here < 0 ? { base: line } : rowOfOurs[here]!
    row.theirs = theirs[there]!
    rowOfTheirs[there] = row
  }
  joinNew(rowOfOurs, rowOfTheirs)
  const theirOrder = rises(inOurs) && !rises(inTheirs)
  return theirOrder ? weave(rowOfTheirs, rowOfOurs) : weave(rowOfOurs, rowOfTheirs)
}

/** What both sides added, alike or nearly, is one line. */
function joinNew(rowOfOurs: Row[], rowOfTheirs: Row[]): void {
  const [newOurs, newTheirs] = [rowOfOurs.filter((row) => !row.base), rowOfTheirs.filter((row) => !row.base)]
  const twins = matchLines(
    newOurs.map((row) => row.ours!),
    newTheirs.map((row) => row.theirs!),
    'added',
  )
  const replaced = new Map<Row, Row>()
  for (const [at, twin] of twins.entries()) {
    if (twin < 0) continue
    newOurs[at]!.theirs = newTheirs[twin]!.theirs!
    replaced.set(newTheirs[twin]!, newOurs[at]!)
  }
  for (const [at, row] of rowOfTheirs.entries()) rowOfTheirs[at] = replaced.get(row) ?? row
}

/** Whether the lines that are left stand in the order of the base. */
function rises(places: Int32Array): boolean {
  const left = places.filter((place) => place >= 0)
  return left.every((place, at) => at === 0 || left[at - 1]! < place)
}

/** All rows of the first list in their order; those that only the second has, after the row that they follow there. */
function weave(first: readonly Row[], second: readonly Row[]): Row[] {
  const known = new Set(first)
  const following = new Map<Row | null, Row[]>()
  let last: Row | null = null
  for (const row of second) {
    const after: Row[] | undefined = following.get(last)
    if (known.has(row)) last = row
    else if (after) after.push(row)
    else following.set(last, [row])
  }
  return [...(following.get(null) ?? []), ...first.flatMap((row) => [row, ...(following.get(row) ?? [])])]
}
