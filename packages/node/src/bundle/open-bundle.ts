import { statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import { verifyHeld } from '@allmende/files'
import { Carriage } from '@allmende/sync'
import { type BundleSummary, readBundle } from '@allmende/transports/bundle'
import { nodeIdOf, type NodeId, type RecordId } from '@allmende/vocabulary'
import { apart, type OpenCommons } from '../commons-book.ts'
import type {
  ActionContext,
  BundledFiles,
  OpenBundleRequest,
  OpenBundleResult,
  OpenedCommons,
} from '../contract.ts'
import { fail } from '../errors.ts'
import { listHere } from '../export/list-here.ts'
import { inOurForm } from '../in-our-form.ts'
import type { Parts } from '../parts.ts'
import { openedByCommons } from './by-commons.ts'
import { SectionCheck, WrongSection } from './check-section.ts'
import { listOf } from './choose-files.ts'
import { type Seen, seenOf } from './seen.ts'
import { SectionTaker } from './take-section.ts'

/** Who is carried may depend on what the bundle itself brings: a vouch, and then a vouch by that person. */
const MOST_ROUNDS = 8

/** Left free on the disk: a store that is filled to the last byte can't be opened. */
const KEPT_FREE = 64 * 1024 * 1024

type Opened = { commons: OpenCommons; check: SectionCheck; before: number }

/**
 * Takes in what a bundle brings. It is read twice: everything is verified before anything is written. To open it again,
 * or to go on after a stop, takes in what is still missing.
 * Throws BUNDLE_CUT, BUNDLE_ALTERED, BUNDLE_WRONG, BUNDLE_FOREIGN, BUNDLE_ROOM, BUNDLE_UNKNOWN, BUNDLE_VERSION, BUNDLE_READ.
 */
export async function openBundle(
  parts: Parts,
  request: OpenBundleRequest,
  context: ActionContext = {},
): Promise<OpenBundleResult> {
  const file = resolve(request.file)
  const members = parts.book.members().flatMap((one) => apart(one, parts.logger))
  const checks = members.map(({ logs }) => new SectionCheck(logs))
  const summary = await reading(file, members, context, 'verifying', (secret) => checks[secret]!)
  const from = nodeIdOf(new Uint8Array(summary.node))
  const opened: Opened[] = []
  for (const secret of summary.opened) {
    const commons = members[secret]!
    // As on a connection: with whom a commons is not spoken of, nothing is taken from either.
    if (!parts.policy.meets(commons.id, from)) continue
    const { records } = await parts.views.counts(commons.id)
    opened.push({ commons, check: checks[secret]!, before: records })
  }
  if (opened.length === 0)
    throw fail('BUNDLE_SHUT', { who: `node ${from}`, found: members[summary.opened[0]!]!.entry.name })
  await assertRoom(parts, opened, request.files !== 'none')
  const taken = await takeAll(
    parts,
    { file, from, members, opened, files: request.files !== 'none' },
    context,
  )
  await parts.logs.flush()
  const result: OpenedCommons[] = []
  for (const one of opened) result.push(await told(parts, one, taken.get(one.commons)!, context))
  if (from !== parts.id) await remember(parts, seenOf(parts.home), from, opened)
  const at = Math.max(...opened.map(({ check }) => check.about.at))
  const unopened = summary.sections - opened.length
  const writer = { node: from, name: await nameOf(parts, from, opened), at }
  const commons = openedByCommons(result)
  return { file, bytes: summary.bytes, from: writer, transport: 'stick', commons, unopened }
}

type Visitor = Parameters<typeof readBundle>[0]['section']

/** Reads the file once. What is wrong within a section is told as of the file. */
async function reading(
  file: string,
  members: readonly OpenCommons[],
  { signal, onProgress }: ActionContext,
  phase: string,
  section: Visitor,
): Promise<BundleSummary> {
  try {
    return await readBundle({
      file,
      secrets: members.map(({ logs }) => logs.keys.replicateKey),
      section,
      ...(signal ? { signal } : {}),
      onProgress: (done, total) => onProgress?.({ phase, done, total, unit: 'bytes' }),
    })
  } catch (error) {
    if (error instanceof WrongSection)
      throw fail('BUNDLE_WRONG', { file, found: error.message, cause: error })
    return inOurForm(error)
  }
}

async function assertRoom(parts: Parts, opened: readonly Opened[], files: boolean): Promise<void> {
  const needed = opened.reduce(
    (sum, { check: { missing } }) => sum + missing.logs + (files ? missing.files : 0),
    0,
  )
  const { bavail, bsize } = await statfs(parts.home.dir)
  const free = bavail * bsize - KEPT_FREE
  if (needed > free && needed > 0)
    throw fail('BUNDLE_ROOM', { expected: `${needed} bytes`, found: `${Math.max(0, free)} bytes` })
}

type Taking = {
  file: string
  from: NodeId
  members: readonly OpenCommons[]
  opened: readonly Opened[]
  files: boolean
}

/** Reads the file again, and once more while somebody is carried further for what came in. */
async function takeAll(
  parts: Parts,
  { file, from, members, opened, files }: Taking,
  context: ActionContext,
): Promise<Map<OpenCommons, SectionTaker[]>> {
  const taken = new Map<OpenCommons, SectionTaker[]>(opened.map(({ commons }) => [commons, []]))
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const rounds = new Map<OpenCommons, SectionTaker>()
    await reading(file, members, context, 'taking in', (secret) => {
      const commons = members[secret]!
      if (!taken.has(commons)) return { item: () => undefined }
      const carriage = new Carriage(commons.logs, parts.policy)
      carriage.open()
      const taker = new SectionTaker(commons.logs, carriage, { from, files, signal: context.signal })
      rounds.set(commons, taker)
      taken.get(commons)?.push(taker)
      return taker
    })
    for (const { commons } of opened) {
      await commons.follower.allSettled()
      await parts.policy.renew(commons.id)
    }
    if (![...rounds.values()].some(goesFurther)) break
  }
  return taken
}

/** Something was taken in, and something wasn't for want of being known: these two may have to do with each other. */
function goesFurther({ blocks, notTaken }: SectionTaker): boolean {
  return blocks > 0 && notTaken.some(({ reason }) => reason === 'quota' || reason === 'not-carried')
}

async function told(
  parts: Parts,
  { commons, check, before }: Opened,
  takers: readonly SectionTaker[],
  context: ActionContext,
): Promise<OpenedCommons> {
  const { records } = await parts.views.counts(commons.id)
  const files: BundledFiles[] = []
  for (const version of check.here) {
    const whole = await nowHere(parts, commons, version, context)
    if (whole) files.push(whole)
  }
  const sum = (of: (taker: SectionTaker) => number): number => takers.reduce((all, one) => all + of(one), 0)
  return {
    id: commons.id,
    name: commons.entry.name,
    logs: Math.max(0, ...takers.map(({ logs }) => logs)),
    blocks: sum(({ blocks }) => blocks),
    records: records - before,
    bytes: sum(({ bytes }) => bytes),
    files,
    notTaken: takers.at(-1)?.notTaken ?? [],
  }
}

/** A version whose files came whole, each held against its hash: others are told that it is here. Null: it was, or isn't. */
async function nowHere(
  parts: Parts,
  commons: OpenCommons,
  version: RecordId,
  { signal }: ActionContext,
): Promise<BundledFiles | null> {
  if (parts.holdings.here(commons.id, version)) return null
  const thing = await parts.views.show(version)
  if (!thing || thing.commons !== commons.id) return null
  const list = await listOf(parts, { commons, thing }, version).catch(() => null)
  const entries = list && (await listHere(commons, list).catch(() => null))
  if (!list || !entries) return null
  const open = (core: Parameters<typeof commons.logs.core>[0]) => commons.logs.core(core)
  const options = { content: true, ...(signal ? { signal } : {}) }
  const held = await verifyHeld(entries, open, options).catch(() => null)
  signal?.throwIfAborted()
  if (held?.held !== true) return null
  await parts.holdings.add(commons.id, version)
  return { id: thing.id, version, title: thing.title, bytes: list.bytes }
}

async function remember(parts: Parts, seen: Seen, from: NodeId, opened: readonly Opened[]): Promise<void> {
  for (const { commons, check } of opened) {
    const { heads, holds, here } = check
    const at = parts.clock.now()
    await seen.remember(from, commons.id, { at, by: 'stick', heads, holds: [...holds, ...here] })
  }
}

async function nameOf(parts: Parts, node: NodeId, opened: readonly Opened[]): Promise<string | null> {
  for (const { commons } of opened) {
    const owner = await parts.owners.ownerOf(commons.id, node)
    const person = owner && (await parts.views.people(commons.id)).find((one) => one.person === owner.person)
    if (person?.name !== undefined) return person.name
  }
  return null
}
