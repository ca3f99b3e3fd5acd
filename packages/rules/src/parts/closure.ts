import type { PartLine, RecordId } from '@allmende/vocabulary'
import { type Circle, circlesOf } from './explode.ts'
import { type PartsGraph, NOT_HERE, findGraph } from './graph.ts'
import { MAX_PLACES_TOLD, identity } from './item.ts'
import { type KnownGood, PARTS_LIMITS, type PartsLimits, type PartsLookup } from './lookup.ts'
import { walkParts } from './order.ts'

/** A good as the closure looks at it. */
export type ClosureGood = KnownGood & {
  /** Whether its licence is free (`checkLicence`). */
  free: boolean
  /** What one needs to make it beside its parts list (`design.tools`). */
  tools?: readonly string[]
}

export type ClosureLookup = {
  good: PartsLookup<ClosureGood>
  /** A piece of equipment, with the design it was made after if that is known. */
  equipment?: (equipment: RecordId) => { name: string; good?: RecordId } | null
}

/** What is known of something that is needed. */
export type NeedState =
  /** A free design of it is here. */
  | 'free-design'
  /** A design of it is here, which isn't free. */
  | 'not-free'
  /** It names a design that is not here. */
  | 'not-here'
  /** No design of it is named: it is bought, found or borrowed. */
  | 'no-design'
  /** Its author says that nobody has designed or found it yet. */
  | 'nobody-yet'

export type Need = {
  name: string
  /** `tool` if it is only ever used; a part is used up. */
  kind: 'part' | 'tool'
  state: NeedState
  /** The version of the design, or the good as a list names it. */
  good?: RecordId
  equipment?: RecordId
  /** Whether its own needs are listed. A design without parts list and tools says nothing of them. */
  listed: boolean
  /** Steps from the root; 1 for what it needs itself. */
  level: number
  lines: number
  /** The versions that need it, the first twenty of them. */
  by: RecordId[]
}

export type Closure = {
  root: RecordId
  /** Nearest first; what has no free design is what is missing to a closed set. */
  needs: Need[]
  counts: Record<NeedState, number>
  /** Everything that is needed, all the way down, has a free design here whose own needs are listed. */
  closed: boolean
  /** Means that are needed to make themselves, such as a lathe for a lathe. */
  circles: Circle[]
  cut: boolean
}

/**
 * Which means of production a design needs, and those in turn, all the way down: parts and tools alike. Documents and
 * work are no means that could be designed, and are left out; so is the root, unless something needs it.
 */
export function closure(root: RecordId, lookup: ClosureLookup, limits: Partial<PartsLimits> = {}): Closure {
  const known = lookup.good(root)
  const found: Closure = { root, needs: [], counts: noCounts(), closed: false, circles: [], cut: false }
  if (!known) {
    found.counts['not-here'] = 1
    return found
  }
  const designs = remembered(lookup)
  const graph = findGraph(
    known,
    lookup.good,
    ({ lines }, at) => (isMeans(lines[at]!) ? (lines[at]!.good ?? designs(lines[at]!)?.good) : undefined),
    { ...PARTS_LIMITS, ...limits },
  )
  found.root = known.version
  found.needs = needsOf(graph, designs)
  for (const { state } of found.needs) found.counts[state]++
  found.closed =
    isListed(known) &&
    !graph.cut &&
    found.needs.every(({ state, listed }) => state === 'free-design' && listed)
  found.circles = circlesOf(graph, walkParts(graph.leadsTo))
  found.cut = graph.cut
  return found
}

type Equipment = { name: string; good?: RecordId } | null

/** Looks every piece of equipment up once. */
function remembered(lookup: ClosureLookup): (line: PartLine) => Equipment {
  const known = new Map<RecordId, Equipment>()
  return ({ equipment }) => {
    if (equipment === undefined || !lookup.equipment) return null
    let found = known.get(equipment)
    if (found === undefined) known.set(equipment, (found = lookup.equipment(equipment)))
    return found
  }
}

function isMeans({ action }: PartLine): boolean {
  return action !== 'cite' && action !== 'work'
}

function isListed({ lines, tools }: ClosureGood): boolean {
  return lines.length > 0 || (tools?.length ?? 0) > 0
}

/** The graph was found breadth first, so goods come in the order of their level. */
function needsOf(graph: PartsGraph<ClosureGood>, designs: (line: PartLine) => Equipment): Need[] {
  const { nodes, leadsTo } = graph
  const needs = new Map<string, Need>()
  const levels = new Int32Array(nodes.length)
  for (const [node, { version, lines, tools }] of nodes.entries()) {
    const level = levels[node]! + 1
    const add = (line: PartLine, child: number) => {
      const good = nodes[child]
      if (child > 0 && levels[child] === 0) levels[child] = level
      const key = JSON.stringify(identity(line, good?.version))
      let need = needs.get(key)
      if (!need) needs.set(key, (need = newNeed(line, good, child, designs(line), level)))
      if (line.action !== 'use') need.kind = 'part'
      need.lines++
      if (need.by.length < MAX_PLACES_TOLD && need.by.at(-1) !== version) need.by.push(version)
    }
    for (const [at, line] of lines.entries()) if (isMeans(line)) add(line, leadsTo[node]![at]!)
    for (const name of tools ?? []) add({ name, action: 'use' }, -1)
  }
  return [...needs.values()]
}

function newNeed(
  line: PartLine,
  known: ClosureGood | undefined,
  child: number,
  equipment: Equipment,
  level: number,
): Need {
  const good = known?.version ?? line.good ?? equipment?.good
  return {
    name: known?.title ?? equipment?.name ?? line.name,
    kind: 'tool',
    state: stateOf(line, known, child),
    ...(good !== undefined && { good }),
    ...(line.equipment !== undefined && { equipment: line.equipment }),
    listed: known !== undefined && isListed(known),
    level,
    lines: 0,
    by: [],
  }
}

function stateOf(line: PartLine, known: ClosureGood | undefined, child: number): NeedState {
  if (known) return known.free ? 'free-design' : 'not-free'
  if (child === NOT_HERE) return 'not-here'
  return line.missing ? 'nobody-yet' : 'no-design'
}

function noCounts(): Record<NeedState, number> {
  return { 'free-design': 0, 'not-free': 0, 'not-here': 0, 'no-design': 0, 'nobody-yet': 0 }
}
