import { sameValue } from '../same-value.ts'

/** One of three values; `undefined` where a side has none. */
export type Three = { base: unknown; ours: unknown; theirs: unknown }

/** What a value of both sides is, or that a person must choose. */
export type Choice = { value: unknown } | 'conflict'

/** Takes the side that changed. Two that changed alike agree. */
export function choose({ base, ours, theirs }: Three): Choice {
  if (sameValue(ours, theirs) || sameValue(base, theirs)) return { value: ours }
  if (sameValue(base, ours)) return { value: theirs }
  return 'conflict'
}

/** Merges lists in which order says nothing and each entry stands once: what either side added is in, what either removed is out. */
export function mergeSets(
  base: readonly unknown[],
  ours: readonly unknown[],
  theirs: readonly unknown[],
): unknown[] {
  const [inBase, inOurs, inTheirs] = [base, ours, theirs].map(membership) as [Has, Has, Has]
  const left = ours.filter((entry) => inTheirs(entry) || !inBase(entry))
  return [...left, ...theirs.filter((entry) => !inOurs(entry) && !inBase(entry))]
}

type Has = (entry: unknown) => boolean

/** Texts are looked up: a line may have a thousand places. Lists of maps are short. */
function membership(list: readonly unknown[]): Has {
  const plain = new Set(list.filter((entry) => typeof entry !== 'object'))
  const maps = list.filter((entry) => typeof entry === 'object')
  return (entry) =>
    typeof entry === 'object' ? maps.some((other) => sameValue(other, entry)) : plain.has(entry)
}
