import { createHash } from 'node:crypto'
import type { CommonsLogs } from '@allmende/logs'
import {
  type Exclusion,
  exclusions,
  type PlacedRecord,
  type Stays,
  vouchedFor,
  type Vouches,
} from '@allmende/rules'
import type { DeviceId } from '@allmende/vocabulary'
import type { Statement, Views } from '@allmende/views'
import {
  type CommonsId,
  decodeRecord,
  isKind,
  type LogKey,
  type NodeId,
  type PersonId,
  recordId,
  type RecordId,
  validate,
} from '@allmende/vocabulary'
import type { CommonsEntry } from '../commons-file.ts'
import type { NodeOwners } from '../node-owners.ts'
import { type Retired, retiredIn } from '../devices/retired.ts'
import type { EpochLogs } from '../epochs/epoch-logs.ts'
import type { BlockList } from './block-list.ts'
import { keysKnown, type KeysKnown } from './epochs.ts'

/**
 * Blocks of an excluded person's logs that are still carried beyond what stays, unread but for two things: what they say
 * of members, if the founder vouched for them, and edits that somebody's edit rests on who hadn't heard yet. Without the
 * first, nodes that heard of two decisions in different order would differ for ever; without the second that edit could
 * never be applied. A bound, since whoever is out may go on writing.
 */
export const BEYOND = 64

/** How things stand between the people of one commons, as far as it is known here. */
export type Standing = {
  readonly vouched: ReadonlySet<PersonId>
  readonly blocked: ReadonlySet<PersonId>
  readonly excluded: ReadonlyMap<PersonId, Exclusion>
  /** Nodes of those who are blocked or excluded. */
  readonly shut: ReadonlySet<NodeId>
  readonly vouches: Vouches
  /** Devices that write no more, with their final heads. */
  readonly retired: ReadonlyMap<DeviceId, Retired>
  /** All records of the kind `exclude` that were read. */
  readonly statements: readonly PlacedRecord[]
  /** Of a private commons: under which keys it was and is written. */
  readonly keys: KeysKnown | null
}

export const NOBODY: Standing = {
  vouched: new Set(),
  blocked: new Set(),
  excluded: new Map(),
  shut: new Set(),
  vouches: new Map(),
  retired: new Map(),
  statements: [],
  keys: null,
}

export type StandingSources = {
  readonly views: Views
  readonly blocks: BlockList
  readonly self: () => PersonId | undefined
  readonly entryOf: (commons: CommonsId) => CommonsEntry | undefined
  readonly logsOf: (commons: CommonsId) => EpochLogs | undefined
  /** The commons that an epoch belongs to. */
  readonly rootOf: (epoch: CommonsId) => CommonsId
  readonly owners: () => NodeOwners | undefined
  /** Whether it was agreed to keep everything of theirs. */
  readonly keeps: (person: PersonId) => boolean
}

/** Who isn't heard and what of theirs stays, as one word; empty when everybody is. It says nothing of logs that are still to come. */
export function whoIsHeard({ blocked, excluded, retired }: Standing): string {
  if (blocked.size + excluded.size + retired.size === 0) return ''
  const sorted = (stays: ReadonlyMap<LogKey, Stays>): unknown[] =>
    [...stays].map(([log, { records, edits }]) => `${log} ${records} ${edits}`).toSorted()
  const out = [...excluded].map(([person, { stays }]) => [person, ...sorted(stays)])
  const ended = [...retired].map(([device, { heads }]) => [device, ...sorted(heads)])
  const words = [[...blocked], ...out, ...ended].map((each) => each.join('\n')).toSorted()
  return createHash('sha256').update(words.join('\n\n')).digest('hex')
}

/** Reads what was said in a commons about its people. */
export async function standingIn(sources: StandingSources, commons: CommonsId): Promise<Standing> {
  const { views, blocks, self } = sources
  const entry = sources.entryOf(commons)
  const founder = entry?.founder
  const vouches: Vouches = new Map(
    (await views.vouches(commons)).map(({ id, from, to }) => [id, { by: from, person: to }]),
  )
  const statements = await excludeStatements(sources, commons, founder, vouches)
  const excluded = exclusions({ founder, statements, vouches })
  const blocked = blocks.in(commons)
  const out = new Set([...blocked, ...excluded.keys()])
  const roots = await rootsOf(sources, commons)
  const vouched = vouchedFor({ roots, vouches: [...vouches.values()], blocked: out })
  // Somebody excluded goes on seeing their own node, and whoever goes on with them.
  const me = self()
  if (me) out.delete(me)
  const owned = (await sources.owners()?.in(commons)) ?? []
  const shut = new Set([
    ...owned.filter(({ person }) => out.has(person)).map(({ node }) => node),
    ...blocks.entries().flatMap(([person, { nodes }]) => (blocked.has(person) ? nodes : [])),
  ])
  const retired = await retiredIn(sources, commons, BEYOND)
  const logs = sources.logsOf(commons)
  const said = entry && !entry.public && logs ? await views.statements(commons, ['epoch']) : []
  const keys =
    entry && logs && (said.length > 0 || excluded.size > 0 || retired.size > 0)
      ? keysKnown({ entry, logs, said, vouches, exclusions: statements, excluded, retired })
      : null
  return { vouched, blocked, excluded, shut, vouches, retired, statements, keys }
}

/** Oneself, who founded the commons as one's link said, and whose thing the link named (rule R23). */
async function rootsOf({ views, self, entryOf }: StandingSources, commons: CommonsId): Promise<PersonId[]> {
  const { logs = [], founder } = entryOf(commons) ?? {}
  // Asked only where a link named a log: a commons has thousands of people, and this runs at every start.
  const people = logs.length > 0 ? await views.people(commons) : []
  const named = people.filter((one) => one.logs.some((log) => logs.includes(log)))
  return [self(), founder, ...named.map(({ person }) => person)].filter((person) => person !== undefined)
}

/** Those that are shown, and of excluded people for whom the founder vouched those a little beyond what is shown. */
async function excludeStatements(
  { views, logsOf }: StandingSources,
  commons: CommonsId,
  founder: PersonId | undefined,
  vouches: Vouches,
): Promise<PlacedRecord[]> {
  const shown = (await views.statements(commons, ['exclude'])).map(placed)
  const logs = logsOf(commons)
  const found = new Map<RecordId, PlacedRecord>(shown.map((one) => [one.id, one]))
  const trusted = new Set([...vouches.values()].flatMap(({ by, person }) => (by === founder ? [person] : [])))
  const read = new Set<PersonId>()
  for (;;) {
    const excluded = exclusions({ founder, statements: [...found.values()], vouches })
    const more = [...excluded.values()].filter(
      ({ person, byFounder }) => !byFounder && trusted.has(person) && !read.has(person),
    )
    if (!logs || more.length === 0) return [...found.values()]
    for (const exclusion of more) {
      read.add(exclusion.person)
      for (const one of await beyond(logs, exclusion)) found.set(one.id, one)
    }
  }
}

async function beyond(logs: CommonsLogs, { person, stays }: Exclusion): Promise<PlacedRecord[]> {
  const found: PlacedRecord[] = []
  for (const state of logs.logs()) {
    if (state.person !== person || !state.bound) continue
    const from = stays.get(state.key)?.records ?? 0
    for await (const { block, records } of logs.read(state.key, from, from + BEYOND))
      found.push(...records.flatMap((bytes, index) => excludeIn(bytes, state.key, block, index, person)))
  }
  return found
}

/** What is written beyond is a stranger's word: it passes the same door as everything that is shown. */
function excludeIn(
  bytes: Uint8Array,
  log: LogKey,
  block: number,
  index: number,
  person: PersonId,
): PlacedRecord[] {
  try {
    const { record } = decodeRecord(bytes)
    if (!isKind(record, 'exclude') || validate(record).length > 0) return []
    return [{ id: recordId(log, block, index), person, record }]
  } catch {
    return []
  }
}

export function placed({ id, author, record }: Statement): PlacedRecord {
  return { id, person: author, record }
}
