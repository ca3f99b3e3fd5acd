import { type ListedFile, verifyHeld } from '@allmende/files'
import type { Thing } from '@allmende/views'
import type { CoreKey, FileList, RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext, BundledFiles } from '../contract.ts'
import { fail } from '../errors.ts'
import { listHere } from '../export/list-here.ts'
import { stateAt } from '../good-state.ts'
import { type Located, locateThing } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import type { Has } from './lacks.ts'

/**
 * Bytes of files that a bundle carries without being asked: it should fit on any stick, and be written while one waits.
 * What doesn't fit is listed.
 */
export const FILES_UNASKED = 1024 * 1024 * 1024

/** Blocks of one core. */
export type Range = { from: number; to: number }

export type ChosenFiles = {
  readonly carried: readonly (BundledFiles & { cores: readonly CoreKey[] })[]
  readonly leftOut: readonly (BundledFiles & { reason: string })[]
  readonly ranges: ReadonlyMap<CoreKey, readonly Range[]>
}

type Candidate = BundledFiles & {
  changedAt: number
  newest: boolean
  entries: readonly ListedFile[]
  list: FileList
}

/** Which versions go along with all their files. `wanted`: as in the request. */
export async function chooseFiles(
  parts: Parts,
  commons: OpenCommons,
  has: Has,
  wanted: readonly string[] | undefined,
  context: ActionContext,
): Promise<ChosenFiles> {
  if (wanted?.includes('none')) return { carried: [], leftOut: [], ranges: new Map() }
  const named =
    wanted === undefined || wanted.includes('held') ? null : await namedGoods(parts, wanted, context)
  const all = await candidates(parts, commons, context)
  const there = new Set(all.filter(({ version }) => has.version(version as RecordId)).flatMap(blobsOf))
  const found = all
    .filter(({ version }) => !has.version(version as RecordId))
    .map((one) => lessThan(one, there))
  const carried: Candidate[] = []
  const leftOut: (Candidate & { reason: string })[] = []
  let room = FILES_UNASKED
  for (const one of found.toSorted((a, b) => b.changedAt - a.changedAt)) {
    if (named !== null && !named.has(one.id)) continue
    if (wanted === undefined && !one.newest) continue
    if (wanted === undefined && one.bytes > room) {
      leftOut.push({ ...one, reason: 'more than goes along unasked' })
      continue
    }
    room -= one.bytes
    carried.push(one)
  }
  return {
    carried: carried.map((one) => ({ ...told(one), cores: one.list.cores })),
    leftOut: leftOut.map((one) => ({ ...told(one), reason: one.reason })),
    ranges: rangesOf(carried),
  }
}

/** Where the content of its files lies. A fork names the blobs of what it was made from. */
function blobsOf({ entries }: Candidate): string[] {
  return entries.map(blobOf)
}

function blobOf({ core, blockOffset }: ListedFile): string {
  return `${core}.${blockOffset}`
}

/** Without the files whose content they have as that of another version. */
function lessThan(one: Candidate, there: ReadonlySet<string>): Candidate {
  const entries = one.entries.filter((file) => !there.has(blobOf(file)))
  return { ...one, entries, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) }
}

function told({ id, version, title, bytes }: Candidate): BundledFiles {
  return { id, version, title, bytes }
}

/** Ids of goods that were named. Throws BUNDLE_FILES for one whose files aren't here. */
async function namedGoods(
  parts: Parts,
  wanted: readonly string[],
  context: ActionContext,
): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const reference of wanted) {
    const { commons, thing } = await locateThing(parts, reference, context)
    const newest = thing.versions.at(-1)
    if (newest && !parts.holdings.here(commons.id, newest.id))
      throw fail('BUNDLE_FILES', { found: thing.title })
    ids.add(thing.id)
  }
  return ids
}

/** Versions that are here whole, looked at block by block: a note that says so may be older than what is on the disk. */
async function candidates(
  parts: Parts,
  commons: OpenCommons,
  { signal }: ActionContext,
): Promise<Candidate[]> {
  // A version may lie in cores of several epochs, and is held or not over all of them; each section takes what is of its own.
  const whole = parts.book.get(commons.id) ?? commons
  const found: Candidate[] = []
  for (const version of parts.holdings.of(commons.id)) {
    signal?.throwIfAborted()
    const thing = await parts.views.show(version)
    if (!thing || thing.commons !== commons.id) continue
    const list = await listOf(parts, { commons, thing }, version)
    const entries = list && (await listHere(whole, list))
    if (!list || !entries) continue
    const { held } = await verifyHeld(entries, (core) => whole.logs.core(core))
    if (!held) continue
    const newest = (thing.versions.at(-1)?.id ?? thing.id) === version
    const { id, title, changedAt } = thing
    found.push({ id, version, title, bytes: list.bytes, changedAt, newest, entries, list })
  }
  return found
}

/** The file list of a version; or the pictures of a build. */
export async function listOf(parts: Parts, located: Located, version: RecordId): Promise<FileList | null> {
  const fields: Thing['fields'] =
    located.thing.kind === 'good' ? (await stateAt(parts, located, version)).fields : located.thing.fields
  return (fields['files'] as FileList | undefined) ?? null
}

/** Blocks of the files and of long lists, and the first of each core, which says whose it is. */
function rangesOf(chosen: readonly Candidate[]): Map<CoreKey, Range[]> {
  const byCore = new Map<CoreKey, Range[]>()
  const add = (core: CoreKey | undefined, from: number, count: number): void => {
    if (core === undefined) return
    const ranges = byCore.get(core) ?? [{ from: 0, to: 1 }]
    byCore.set(core, ranges)
    if (count > 0) ranges.push({ from, to: from + count })
  }
  for (const { entries, list } of chosen) {
    if (entries.length === 0) continue
    const [which, block, blocks] = list.list?.blob ?? [0, 0, 0]
    if (list.list) add(list.cores[which], block, blocks)
    for (const { core, blockOffset, blockLength } of entries) add(core, blockOffset, blockLength)
  }
  for (const [core, ranges] of byCore) byCore.set(core, joined(ranges))
  return byCore
}

/** Sorted, and those that touch made one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}
