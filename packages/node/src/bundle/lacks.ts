import { stat } from 'node:fs/promises'
import {
  type CommonsId,
  type CoreKey,
  decodeRecord,
  type NodeId,
  type PersonId,
  type RecordId,
} from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { readTold } from './read-told.ts'
import { isNodeId, type SeenCommons, type Seen } from './seen.ts'

/** What the other side is taken to have of one commons: everything else goes into the bundle. */
export type Has = {
  /** Blocks without a gap. */
  held(core: CoreKey): number
  /** How long the core is over there; null when that isn't known. */
  length(core: CoreKey): number | null
  version(id: RecordId): boolean
  /** Since when this is known; null: it isn't. */
  readonly known: number | null
}

const NOTHING: Has = { held: () => 0, length: () => null, version: () => false, known: null }

/** For whom a bundle is, and what these have. */
export type Lacks = {
  readonly nodes: readonly { node: NodeId; person: PersonId | null; name: string | null }[]
  of(commons: OpenCommons): Promise<Has>
}

/** Reads `--for` and `--since`. Throws BUNDLE_FOR, BUNDLE_SINCE, BUNDLE_BOTH and the errors of reading a bundle. */
export async function lacksOf(
  parts: Parts,
  seen: Seen,
  request: { for?: string; since?: string },
  signal?: AbortSignal,
): Promise<Lacks> {
  if (request.for !== undefined && request.since !== undefined) throw fail('BUNDLE_BOTH')
  if (request.for !== undefined) return lacksOfNodes(parts, seen, request.for)
  if (request.since !== undefined) return lacksSince(parts, request.since, signal)
  return { nodes: [], of: async () => NOTHING }
}

type Known = { node: NodeId; person: PersonId | null; name: string | null }

async function lacksOfNodes(parts: Parts, seen: Seen, wanted: string): Promise<Lacks> {
  const nodes = await nodesFor(parts, seen, wanted.trim())
  return {
    nodes,
    async of({ id }) {
      const told = await Promise.all(nodes.map(({ node }) => toldBy(parts, seen, node, id)))
      // One of a person's nodes of which nothing is known needs everything, whatever the others have.
      return told.includes(null) ? NOTHING : allHave(told.filter((one) => one !== null))
    },
  }
}

/** What is known of a node now: from a connection that stands, else as it was noted last. */
async function toldBy(
  parts: Parts,
  seen: Seen,
  node: NodeId,
  commons: CommonsId,
): Promise<SeenCommons | null> {
  const live = parts.sync.heldBy(node, commons)
  const before = await seen.of(node, commons)
  if (live === null) return before
  const heads = new Map([...live].map(([core, held]) => [core, { length: held, held }] as const))
  // A connection says nothing of the files cores: their lengths are as they were told last.
  for (const [core, head] of before?.heads ?? []) if (!heads.has(core)) heads.set(core, head)
  const holds = parts.holdings.of(commons).filter((version) => parts.sync.holders(version).includes(node))
  return { at: parts.clock.now(), by: 'connection', heads, holds: new Set(holds) }
}

/** What each of them has. */
function allHave(told: readonly SeenCommons[]): Has {
  return {
    held: (core) => Math.min(...told.map(({ heads }) => heads.get(core)?.held ?? 0)),
    length: (core) => told[0]?.heads.get(core)?.length ?? null,
    version: (id) => told.every(({ holds }) => holds.has(id)),
    known: Math.min(...told.map(({ at }) => at)),
  }
}

/** Nodes by id or its beginning, or all nodes of a person by id, its beginning or name. */
async function nodesFor(parts: Parts, seen: Seen, wanted: string): Promise<Known[]> {
  const known = await knownNodes(parts, seen)
  const starts = (id: string | null): boolean => id !== null && wanted.length >= 4 && id.startsWith(wanted)
  const fitting = known.filter(
    ({ node, person, name }) =>
      starts(node) || starts(person) || name?.toLowerCase() === wanted.toLowerCase(),
  )
  const people = new Set(fitting.map(({ person, node }) => person ?? node))
  if (people.size > 1)
    throw fail('BUNDLE_FOR_WHICH', { found: wanted, which: fitting.map(({ node }) => node).join(', ') })
  if (fitting.length > 0) return fitting
  if (isNodeId(wanted)) return [{ node: wanted as NodeId, person: null, name: null }]
  // Who gave no name is told by the beginning of the node's id, which is enough to name it by.
  const names = known.map(({ node, name }) => name ?? `node ${node.slice(0, 8)}…`)
  throw fail('BUNDLE_FOR', {
    found: wanted,
    expected: names.length > 0 ? [...new Set(names)].join(', ') : 'nobody yet',
  })
}

async function knownNodes(parts: Parts, seen: Seen): Promise<Known[]> {
  const found = new Map<NodeId, Known>()
  for (const node of await seen.nodes()) found.set(node, { node, person: null, name: null })
  for (const { id } of parts.book.members()) {
    const people = await parts.views.people(id)
    for (const { node, person } of await parts.owners.in(id)) {
      const name = people.find((one) => one.person === person)?.name ?? null
      found.set(node, { node, person, name: name ?? found.get(node)?.name ?? null })
    }
  }
  found.delete(parts.id)
  return [...found.values()]
}

async function lacksSince(parts: Parts, since: string, signal?: AbortSignal): Promise<Lacks> {
  const at = dateOf(since)
  if (at !== null) return { nodes: [], of: (commons) => hasBefore(commons, at) }
  if ((await stat(since).catch(() => null)) === null) throw fail('BUNDLE_SINCE', { found: since })
  const told = await readTold(parts, since, signal)
  return { nodes: [], of: async ({ id }) => (told.has(id) ? allHave([told.get(id)!]) : NOTHING) }
}

const DATE = /^\d{4}-\d{2}(-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?$/

function dateOf(text: string): number | null {
  if (!DATE.test(text)) return null
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw fail('BUNDLE_SINCE', { found: text })
  return at
}

/** Everything up to the first record of a log that says it is as new. Edits say no time: they are taken whole. */
async function hasBefore({ logs }: OpenCommons, at: number): Promise<Has> {
  const first = new Map<CoreKey, number>()
  for (const { key, bound } of logs.logs()) if (bound) first.set(key, await firstSince(logs, key, at))
  return { ...NOTHING, held: (core) => first.get(core) ?? 0, known: at }
}

async function firstSince(
  logs: OpenCommons['logs'],
  key: Parameters<OpenCommons['logs']['read']>[0],
  at: number,
): Promise<number> {
  let next = 0
  for await (const { block, records } of logs.read(key, 1)) {
    if (records.some((bytes) => isSince(bytes, at))) return block
    next = block + 1
  }
  return next
}

function isSince(bytes: Uint8Array, at: number): boolean {
  try {
    return decodeRecord(bytes).record.clock[0] >= at
  } catch {
    // What can't be read says no time.
    return true
  }
}
