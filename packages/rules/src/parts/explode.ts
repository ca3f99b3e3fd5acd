import type { LineAction, PartLine, RecordId } from '@allmende/vocabulary'
import { type PartsGraph, NOT_HERE, findGraph } from './graph.ts'
import { type Item, MAX_PLACES_TOLD, itemKey, itemOf } from './item.ts'
import { type KnownGood, PARTS_LIMITS, type PartsLimits, type PartsLookup } from './lookup.ts'
import { type Walk, walkParts, wayRound } from './order.ts'

/** A part that has no parts itself, summed over all lists. */
export type ExplodedPart = Item & {
  /** For one of the root. Exact up to twelve digits. */
  quantity: number
  /** The good that it names isn't here, so it may have parts. */
  unknown?: true
  /** Nobody has designed or found it yet. */
  missing?: true
  /** In how many lines it stands. */
  lines: number
  /** The versions in whose lists it stands, the first twenty of them. */
  in: RecordId[]
}

/** What is used, looked up or done, and not used up: not multiplied. */
export type ExplodedUse = Item & {
  action: Exclude<LineAction, 'consume'>
  /** The most that one line asks for. */
  quantity: number
  lines: number
  in: RecordId[]
}

/** A good with parts of its own. */
export type Assembly = {
  version: RecordId
  title: string
  /** How many are needed for one of the root. */
  quantity: number
  /** One assembly that it is a part of; null for the root. Followed up it gives a way from the root. */
  from: RecordId | null
}

/** Goods that are parts of each other. */
export type Circle = {
  /** One way round: each is a part of the one before it, and the first of the last. */
  path: RecordId[]
  /** All that are parts of each other. */
  members: RecordId[]
}

export type Explosion = {
  root: RecordId
  parts: ExplodedPart[]
  uses: ExplodedUse[]
  /** The root first, each before what it is made of. */
  assemblies: Assembly[]
  /** Goods that lists name and that are not here. */
  unknown: RecordId[]
  /** Lines that close a circle are not followed: a part of itself would be needed without end. */
  circles: Circle[]
  /** The limits were reached: there is more. */
  cut: boolean
}

/**
 * Follows a parts list through its sub-assemblies and sums what it comes to. Every good is looked up once and every
 * line counted once, however many ways lead to it; quantities are multiplied through. Of a sub-assembly the list is
 * taken to be for one of the unit that the line counts in.
 */
export function explodeParts(
  root: RecordId,
  lookup: PartsLookup,
  limits: Partial<PartsLimits> = {},
): Explosion {
  const known = lookup(root)
  if (!known) return { root, parts: [], uses: [], assemblies: [], unknown: [root], circles: [], cut: false }
  const graph = findGraph(known, lookup, consumed, { ...PARTS_LIMITS, ...limits })
  const walk = walkParts(graph.leadsTo)
  return { ...sum(graph, walk), root: known.version, circles: circlesOf(graph, walk), cut: graph.cut }
}

/** Only what is used up is multiplied through: a tool serves for all. */
function consumed({ lines }: KnownGood, at: number): RecordId | undefined {
  const line = lines[at]!
  return isConsumed(line) ? line.good : undefined
}

function isConsumed({ action }: PartLine): boolean {
  return action === undefined || action === 'consume'
}

function sum(graph: PartsGraph<KnownGood>, walk: Walk): Omit<Explosion, 'root' | 'circles' | 'cut'> {
  const { nodes, leadsTo } = graph
  const amounts = new Float64Array(nodes.length)
  amounts[0] = 1
  const tally: Tally = { parts: new Map(), uses: new Map(), unknown: new Set() }
  const assemblies: Assembly[] = []
  // What only says with which tools it is made has no parts, and is one itself.
  const hasParts = nodes.map(({ lines }) => lines.some(isConsumed))
  for (const node of walk.order) {
    const { version, title, lines } = nodes[node]!
    const from = nodes[walk.from[node]!]?.version ?? null
    if (hasParts[node] || node === 0)
      assemblies.push({ version, title, quantity: rounded(amounts[node]!), from })
    for (const [at, line] of lines.entries()) {
      const child = leadsTo[node]![at]!
      if (walk.closing.get(node)?.has(at)) continue
      const needed = capped(amounts[node]! * (line.quantity ?? 1))
      if (child >= 0 && hasParts[child]) amounts[child] = capped(amounts[child]! + needed)
      else if (isConsumed(line)) addPart(tally, line, child, nodes[child]?.version, needed, version)
      else addUse(tally, line, version)
    }
  }
  const parts = [...tally.parts.values()].map((part) => ({ ...part, quantity: rounded(part.quantity) }))
  return { parts, uses: [...tally.uses.values()], assemblies, unknown: [...tally.unknown] }
}

type Tally = { parts: Map<string, ExplodedPart>; uses: Map<string, ExplodedUse>; unknown: Set<RecordId> }

function addPart(
  { parts, unknown }: Tally,
  line: PartLine,
  child: number,
  version: RecordId | undefined,
  quantity: number,
  within: RecordId,
): void {
  const key = itemKey(line, version)
  let part = parts.get(key)
  if (!part) {
    part = { ...itemOf(line, version), quantity: 0, lines: 0, in: [] }
    if (child === NOT_HERE) part.unknown = true
    if (line.missing) part.missing = true
    parts.set(key, part)
  }
  if (child === NOT_HERE) unknown.add(line.good!)
  part.quantity = capped(part.quantity + quantity)
  tell(part, within)
}

function addUse({ uses }: Tally, line: PartLine, within: RecordId): void {
  const action = line.action as ExplodedUse['action']
  const key = `${action} ${itemKey(line, undefined)}`
  let use = uses.get(key)
  if (!use) uses.set(key, (use = { ...itemOf(line, undefined), action, quantity: 0, lines: 0, in: [] }))
  use.quantity = Math.max(use.quantity, line.quantity ?? 1)
  tell(use, within)
}

function tell(entry: { lines: number; in: RecordId[] }, within: RecordId): void {
  entry.lines++
  if (entry.in.length < MAX_PLACES_TOLD && entry.in.at(-1) !== within) entry.in.push(within)
}

export function circlesOf({ nodes, leadsTo }: PartsGraph<KnownGood>, { circles }: Walk): Circle[] {
  const versions = (numbers: readonly number[]) => numbers.map((number) => nodes[number]!.version)
  return circles.map((members) => ({
    path: versions(wayRound(members, leadsTo)),
    members: versions(members),
  }))
}

/** Quantities multiplied a thousand deep leave what a number can hold, and infinity is none that JSON knows. */
function capped(quantity: number): number {
  return Math.min(quantity, Number.MAX_VALUE)
}

/** Binary fractions make 0.30000000000000004 of 0.1 + 0.2; nobody measures in twelve digits. */
function rounded(quantity: number): number {
  return Number(quantity.toPrecision(12))
}
