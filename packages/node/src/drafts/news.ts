import type { DraftHandle, DraftSince } from '@allmende/drafts'
import { type Clash, clashes, placeOfClash } from '@allmende/rules'
import type { RecordId } from '@allmende/vocabulary'
import type { AllmendeNode, ClashInfo, DraftText } from '../contract.ts'
import { namesIn } from '../credits.ts'
import { draftOf, draftToWrite, withDraft } from './actions.ts'
import { fail } from '../errors.ts'
import { besideChanges, type BesideChanges, changesBy, toldChanges } from './diff-beside.ts'
import { Hands } from './hands.ts'
import { mustMayEdit } from './may-edit.ts'
import { nearOf } from './near.ts'
import { refusalsOf } from './refusal-teller.ts'
import { conflictsOf } from './show.ts'
import type { Parts } from '../parts.ts'

type Request<Method extends keyof AllmendeNode> = Parameters<
  Extract<AllmendeNode[Method], (...args: never[]) => unknown>
>[0]

/** What is kept of a draft that was looked at: up to where, and which passages wait to be settled. */
export type DraftNote = { readonly seen: readonly string[]; readonly clashes: readonly Clash[] }

/** Nobody settles more, and each keeps two readings. */
const MAX_CLASHES = 50

/**
 * What others wrote since this person last looked, and the passages that both rewrote meanwhile. The first look finds
 * nothing new. With `look` the next one begins here; clashes stay until they are settled.
 */
export async function draftNews(
  parts: Parts,
  request: Request<'draftNews'>,
): ReturnType<AllmendeNode['draftNews']> {
  const draft = await draftOf(parts, request.draft)
  const self = parts.logs.identity?.person
  const note = parts.looks.get(draft.id)
  const { since, set, now, near, beside } = await withDraft(parts, draft, async (handle) => {
    const since = note ? await handle.since(note.seen, self ?? null) : null
    const set = note && since ? await setSince(handle, note.seen, since) : null
    const [now, near, beside] = [await handle.read(), await nearOf(handle), await handle.parts()]
    return { since, set, now, near, beside }
  })
  const fresh = since?.changes ?? []
  const found = since && fresh.length > 0 ? clashes(since.base, since.ours, since.theirs) : []
  const waiting = [...(note?.clashes ?? []), ...found].slice(-MAX_CLASHES)
  // Only a look keeps them: kept without moving on, each further question would find the same passages once more.
  if (request.look) await parts.looks.set(draft.id, { seen: now.heads, clashes: waiting })
  const counts = new Map<string, number>()
  for (const { author } of fresh) counts.set(author, (counts.get(author) ?? 0) + 1)
  const names = await namesIn(parts, draft.commons.id)
  return {
    id: draft.id,
    title: draft.title,
    changes: fresh.length,
    people: [...counts].map(([person, changes]) => ({ person, name: names.get(person) ?? null, changes })),
    clashes: waiting.map((clash, at) => clashInfo(clash, at, now.text)),
    refused: refusalsOf(parts.drafts.refusals(draft.commons.id, draft.id), names),
    ...near,
    beside: set && toldChanges(set, names),
    conflicts: conflictsOf(beside),
  }
}

/** What others set beside the text, and stands there since. */
async function setSince(
  handle: DraftHandle,
  seen: readonly string[],
  { changes }: DraftSince,
): Promise<BesideChanges | null> {
  if (changes.length === 0) return null
  const fresh = new Set(changes.map(({ hash }) => hash))
  const hands = new Hands(await handle.partsBlame())
  return changesBy(besideChanges(await handle.partsAt(seen), await handle.parts(), hands), ({ hash }) =>
    fresh.has(hash),
  )
}

function clashInfo(clash: Clash, at: number, text: string): ClashInfo {
  const place = placeOfClash(text, clash)
  return {
    number: at + 1,
    ours: clash.ours.trim(),
    theirs: clash.theirs.trim(),
    now: place ? text.slice(...place).trim() : null,
  }
}

/** An edited text comes back that was begun before others wrote: what both rewrote meanwhile is kept to be settled. */
export async function noteClashes(
  parts: Parts,
  draft: RecordId,
  { base, ours, theirs, heads }: { base: string; ours: string; theirs: string; heads: readonly string[] },
): Promise<void> {
  await keepClashes(parts, draft, clashes(base, ours, theirs), heads)
}

/** Keeps passages to be settled. Of a draft that was never looked at the news begin now. */
export async function keepClashes(
  parts: Parts,
  draft: RecordId,
  found: readonly Clash[],
  heads: readonly string[],
): Promise<void> {
  if (found.length === 0) return
  const note = parts.looks.get(draft) ?? { seen: heads, clashes: [] }
  await parts.looks.set(draft, { ...note, clashes: [...note.clashes, ...found].slice(-MAX_CLASHES) })
}

/** Puts a reading in the place of what was woven. Throws CLASH_UNKNOWN, CLASH_GONE. */
export async function settleClash(parts: Parts, request: Request<'settleClash'>): Promise<DraftText> {
  const draft = await draftToWrite(parts, request.draft)
  const note = parts.looks.get(draft.id)
  const clash = note?.clashes[request.clash - 1]
  if (!note || !clash)
    throw fail('CLASH_UNKNOWN', {
      found: String(request.clash),
      expected: note?.clashes.length ? `1 to ${note.clashes.length}` : 'none: nothing waits to be settled',
    })
  const done = await withDraft(parts, draft, async (handle): Promise<DraftText> => {
    const { text, heads } = await handle.read()
    const reading = readingOf(clash, request)
    if (reading !== null) {
      mustMayEdit(parts, draft.thing)
      const place = placeOfClash(text, clash)
      if (!place) throw fail('CLASH_GONE', { title: draft.title })
      const [from, to] = place
      await handle.replaceWith(text.slice(0, from) + reading + text.slice(to), heads)
      await handle.flush()
    }
    return { id: draft.id, title: draft.title, ...(await handle.read()) }
  })
  await parts.looks.set(draft.id, { ...note, clashes: note.clashes.filter((one) => one !== clash) })
  return done
}

function readingOf({ ours, theirs }: Clash, { take, text }: Request<'settleClash'>): string | null {
  // What ends the passage stays: a reading may have had none of it.
  const end = /\s*$/.exec(ours)?.[0] ?? ''
  if (text !== undefined) return text.trimEnd() + end
  if (take === 'as-is') return null
  if (take === 'both') return ours.trimEnd() + (end === '' ? ' ' : end) + theirs
  return take === 'ours' ? ours : theirs
}
