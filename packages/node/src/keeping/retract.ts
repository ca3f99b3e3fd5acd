import type { NodeId, RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext } from '../contract.ts'
import type { Keeping, RetractionInfo } from '../contract-keeping.ts'
import { namesIn } from '../credits.ts'
import { fail } from '../errors.ts'
import { type Located, locateThing } from '../locate-thing.ts'
import { everyAbout } from '../pages.ts'
import type { Parts } from '../parts.ts'
import { mayTend, mustBeMember } from '../rights.ts'
import { forgetContent } from './forget.ts'
import { keptCommons } from './wanted.ts'

/** A peer that has only just come may not have said yet what it holds. */
const SETTLED_MS = 10_000

const RETRACTABLE = ['good', 'draft', 'build']

/** Asks everybody to forget a thing, or takes that back. Throws RETRACT_FOREIGN for who doesn't tend it. */
export async function retract(
  parts: Parts,
  { thing: reference, note, withdraw }: Parameters<Keeping['retract']>[0],
  context: ActionContext,
): ReturnType<Keeping['retract']> {
  const located = await locateThing(parts, reference, context, { wait: false }, RETRACTABLE)
  const { commons, thing } = located
  mustBeMember(commons, 'retracting')
  if (!mayTend(parts, thing)) throw fail('RETRACT_FOREIGN', { title: thing.title })
  await noteHolders(parts, located)
  const body = {
    about: thing.id,
    ...(note === undefined ? {} : { note }),
    ...(withdraw ? { withdrawn: true } : {}),
  }
  await parts.writer.write(commons, { kind: 'retraction', after: thing.heads, body })
  return { id: thing.id, title: thing.title, withdrawn: withdraw === true }
}

/** Who asks that a thing be forgotten, and how many of those who were known to hold it say that they no longer do. */
export async function retractionInfo(
  parts: Parts,
  { commons, thing }: Located,
): Promise<RetractionInfo | null> {
  const [first] = await parts.keeping.retractions.of(commons.id, thing.id)
  if (!first) return null
  const { held, gone } = await noteHolders(parts, { commons, thing })
  const names = await namesIn(parts, commons.id)
  return {
    by: first.by,
    byName: names.get(first.by) ?? null,
    at: first.at,
    note: first.note,
    held: held.length,
    forgotten: gone.length,
  }
}

/** Notes who holds a thing now, and of those who did who is connected and says that it doesn't any more. */
async function noteHolders(
  parts: Parts,
  { commons, thing }: Located,
): Promise<{ held: readonly NodeId[]; gone: readonly NodeId[] }> {
  const before = parts.keeping.heldBy.get(thing.id) ?? { held: [], gone: [] }
  const versions = thing.kind === 'good' ? thing.versions.map(({ id }) => id) : [thing.id]
  const now = new Set(versions.flatMap((id) => parts.sync.holders(id)))
  const held = [...new Set([...before.held, ...now])]
  const settled = parts.sync
    .peers()
    .filter(
      ({ since, commons: theirs }) => theirs.includes(commons.id) && parts.clock.now() - since > SETTLED_MS,
    )
    .map(({ node }) => node)
  const silent = new Set(settled.filter((node) => !now.has(node)))
  const gone = held.filter((node) => !now.has(node) && (silent.has(node) || before.gone.includes(node)))
  const after = { held, gone }
  if (JSON.stringify(after) !== JSON.stringify(before)) await parts.keeping.heldBy.set(thing.id, after)
  return after
}

/** Things that `find` leaves out: those others were asked to forget, but for what this person pinned. */
export async function hiddenThings(parts: Parts): Promise<RecordId[]> {
  const hidden: RecordId[] = []
  for (const commons of parts.book.all()) {
    for (const [thing, by] of await parts.keeping.retractions.in(commons.id))
      if (by.length > 0 && !isPinned(parts, commons, thing)) hidden.push(thing)
  }
  return hidden
}

function isPinned(parts: Parts, commons: OpenCommons, thing: RecordId): boolean {
  return parts.keeping.pins.get({ what: 'good', commons: commons.id, thing }) !== undefined
}

/**
 * Frees what is only cached here of things that others were asked to forget. What this person pinned, forked or tends
 * stays, and so does every folder that was copied out: a node asks its own store, and nobody else's disk.
 * @returns blocks that were cleared
 */
export async function honourRetractions(parts: Parts): Promise<number> {
  const self = parts.logs.identity?.person
  let cleared = 0
  for (const commons of keptCommons(parts)) {
    for (const [id, by] of await parts.keeping.retractions.in(commons.id)) {
      if (by.length === 0 || isPinned(parts, commons, id)) continue
      const thing = await parts.views.show(id)
      if (!thing || thing.kind === 'draft' || thing.author === self || mayTend(parts, thing)) continue
      const versions = thing.kind === 'good' ? thing.versions.map((version) => version.id) : [id]
      if (!versions.some((version) => parts.holdings.here(commons.id, version))) continue
      if (self && (await isForkedBy(parts, id, self))) continue
      cleared += await forgetContent(parts, { commons, thing }, {})
    }
  }
  if (cleared > 0) await parts.logs.compact()
  return cleared
}

async function isForkedBy(parts: Parts, thing: RecordId, self: string): Promise<boolean> {
  for await (const { author } of everyAbout(parts, thing, 'forks', { everywhere: true }))
    if (author === self) return true
  return false
}
