import type { RecordId } from '@allmende/vocabulary'
import type { KnownGood, PartsLimits, PartsLookup } from './lookup.ts'

/** All goods that a root leads to, each once, and which line leads to which. The root is number 0. */
export type PartsGraph<Known extends KnownGood> = {
  nodes: Known[]
  /** For each good, for each of its lines, the number of the good it leads to, or one of the two below. */
  leadsTo: Int32Array[]
  /** Whether the limits were reached, so that some goods were not looked up. */
  cut: boolean
}

/** A line that leads nowhere: it names no good, or one that isn't followed. */
export const NOWHERE = -1
/** A line that names a good which is not here. */
export const NOT_HERE = -2

/** Finds the goods that a root leads to, breadth first. Every good is looked up once for each id that it is called by. */
export function findGraph<Known extends KnownGood>(
  root: Known,
  lookup: PartsLookup<Known>,
  followed: (known: Known, line: number) => RecordId | undefined,
  limits: PartsLimits,
): PartsGraph<Known> {
  const nodes = [root]
  const numberOf = new Map<RecordId, number>([[root.version, 0]])
  const leadsTo: Int32Array[] = []
  let lines = root.lines.length
  let cut = false

  function numberFor(good: RecordId): number {
    const seen = numberOf.get(good)
    if (seen !== undefined) return seen
    const known = nodes.length < limits.assemblies && lines < limits.lines ? lookup(good) : null
    if (!known) {
      if (nodes.length >= limits.assemblies || lines >= limits.lines) cut = true
      numberOf.set(good, NOT_HERE)
      return NOT_HERE
    }
    let number = numberOf.get(known.version)
    if (number === undefined || number === NOT_HERE) {
      number = nodes.push(known) - 1
      numberOf.set(known.version, number)
      lines += known.lines.length
    }
    numberOf.set(good, number)
    return number
  }

  for (let at = 0; at < nodes.length; at++) {
    const known = nodes[at]!
    leadsTo.push(
      Int32Array.from(known.lines, (_, line) => {
        const good = followed(known, line)
        return good === undefined ? NOWHERE : numberFor(good)
      }),
    )
  }
  return { nodes, leadsTo, cut }
}
