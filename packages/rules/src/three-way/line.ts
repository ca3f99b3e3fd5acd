import type { PartLine } from '@allmende/vocabulary'
import { type Three, choose, mergeSets } from './value.ts'

/** A line of both sides: merged field by field, ours where they conflict, with the fields that do. */
export type MergedLine = { line: PartLine; fields: (keyof PartLine)[] }

type Lines = { base: PartLine | undefined; ours: PartLine; theirs: PartLine }

/** Lists of a line to which both sides may add. */
const SETS: ReadonlySet<string> = new Set(['places', 'substitutes'])

/** Combines the changes of both sides to one line, where they changed different fields. */
export function mergeLine(lines: Lines): MergedLine {
  const names = [
    ...new Set([lines.ours, lines.theirs].flatMap((line) => Object.keys(line))),
  ] as (keyof PartLine)[]
  const fields: (keyof PartLine)[] = []
  const entries: [string, unknown][] = []
  for (const name of names) {
    const three = { base: lines.base?.[name], ours: lines.ours[name], theirs: lines.theirs[name] }
    const choice = countedPlaces(name, lines) ?? asSet(name, three) ?? choose(three)
    if (choice === 'conflict') fields.push(name)
    const value = choice === 'conflict' ? (three.ours ?? three.theirs) : choice.value
    if (value !== undefined) entries.push([name, value])
  }
  return { line: Object.fromEntries(entries) as PartLine, fields }
}

function asSet(name: string, { base, ours, theirs }: Three): { value: unknown } | null {
  if (!SETS.has(name) || !Array.isArray(ours) || !Array.isArray(theirs)) return null
  return { value: mergeSets(Array.isArray(base) ? base : [], ours, theirs) }
}

/** Where a line lists its places and counts them, both sides may add one each: then there is one more than either counts. */
function countedPlaces(name: string, { base, ours, theirs }: Lines): { value: unknown } | null {
  if (name !== 'quantity' || ![ours, theirs].every(counted) || (base && !counted(base))) return null
  return { value: mergeSets(base?.places ?? [], ours.places!, theirs.places!).length || 1 }
}

function counted({ places, quantity }: PartLine): boolean {
  return places !== undefined && places.length === (quantity ?? 1)
}
