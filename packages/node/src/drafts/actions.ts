import type { DraftHandle } from '@allmende/drafts'
import { pageBehind } from '@allmende/views'
import type { RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { AllmendeNode, DraftEvent, DraftInfo, DraftText } from '../contract.ts'
import { namesIn } from '../credits.ts'
import { fail } from '../errors.ts'
import { mustMayEdit } from './may-edit.ts'
import { Nearness, nearOf } from './near.ts'
import type { HereInfo } from '../contract-live.ts'
import { inBackground } from '../in-background.ts'
import { type Located, locateKind } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { CHANGES_PAGE } from '../pages.ts'
import type { PageRequest } from '../contract-pages.ts'
import { noteClashes } from './news.ts'

type Request<Method extends keyof AllmendeNode> = AllmendeNode[Method] extends (
  request: infer R,
  ...rest: never[]
) => unknown
  ? R
  : never

/** A draft as lists show it. Throws THING_UNKNOWN. */
export async function infoOf(parts: Parts, commons: OpenCommons, id: RecordId): Promise<DraftInfo> {
  const thing = await parts.views.show(id)
  if (!thing) throw fail('THING_UNKNOWN', { found: id })
  const names = await namesIn(parts, commons.id)
  const good = thing.fields['good']
  return {
    id,
    title: thing.title,
    link: parts.book.thingLink(commons, id, 'draft'),
    commons: commons.id,
    commonsName: commons.entry.name,
    author: thing.author,
    authorName: names.get(thing.author) ?? null,
    at: thing.changedAt,
    good: typeof good === 'string' ? good : null,
  }
}

export async function draftText(parts: Parts, reference: string): Promise<DraftText> {
  const draft = await draftOf(parts, reference)
  return withDraft(parts, draft, async (handle) => ({
    id: draft.id,
    title: draft.title,
    ...(await handle.read()),
    ...(await nearOf(handle)),
  }))
}

export async function editDraft(parts: Parts, request: Request<'editDraft'>): Promise<DraftText> {
  const draft = await draftToWrite(parts, request.draft)
  mustMayEdit(parts, draft.thing)
  return withDraft(parts, draft, async (handle) => {
    const meanwhile = request.heads && (await writtenMeanwhile(handle, request.heads))
    await handle.replaceWith(request.text, request.heads)
    await handle.flush()
    const now = await handle.read()
    if (meanwhile) await noteClashes(parts, draft.id, { ...meanwhile, ours: request.text, heads: now.heads })
    return { id: draft.id, title: draft.title, ...now, ...(await nearOf(handle)) }
  })
}

/** What others made of the text since an editor began with it; null when nobody wrote. */
async function writtenMeanwhile(
  handle: DraftHandle,
  heads: readonly string[],
): Promise<{ base: string; theirs: string } | null> {
  const now = await handle.read()
  if (now.heads.toSorted().join() === heads.toSorted().join()) return null
  // Heads that aren't known are for `replaceWith` to refuse.
  const base = await handle.textAt(heads).catch(() => null)
  return base === null ? null : { base, theirs: now.text }
}

export async function spliceDraft(
  parts: Parts,
  request: Request<'spliceDraft'>,
): ReturnType<AllmendeNode['spliceDraft']> {
  const draft = await draftToWrite(parts, request.draft)
  mustMayEdit(parts, draft.thing)
  return withDraft(parts, draft, async (handle) => {
    for (const { at, remove, insert } of request.splices) handle.splice(at, remove, insert)
    await handle.flush()
    return { heads: await handle.heads(), ...(await nearOf(handle)) }
  })
}

export async function followDraft(
  parts: Parts,
  reference: string,
  context: { onEvent: (event: DraftEvent) => void; signal: AbortSignal },
): Promise<void> {
  await parts.network.start()
  const draft = await draftOf(parts, reference)
  // A handle of its own: one that edits are made through doesn't tell of them, and here they are to be seen.
  const handle = await parts.drafts.open(draft.commons.id, draft.id)
  try {
    const nearness = new Nearness(handle, parts.clock)
    const text = { id: draft.id, title: draft.title, ...(await handle.read()) }
    context.onEvent({ type: 'text', ...text, ...(await nearOf(handle)) })
    const off = handle.on('changed', ({ patches, heads }) => {
      const splices = patches.map(({ at, del, ins }) => ({ at, remove: del, insert: ins }))
      context.onEvent({ type: 'change', splices, heads, by: null, ...nearness.now() })
    })
    const leave = beHere(parts, draft, (people) => context.onEvent({ type: 'here', people }))
    await new Promise<void>((resolve) => {
      if (context.signal.aborted) resolve()
      else context.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    leave()
    off()
  } finally {
    await handle.close()
  }
}

/** Somebody reads along: takes a seat, and tells who else is there. */
function beHere(
  { presence, people, random, logger }: Parts,
  { commons, id }: OpenDraft,
  tell: (people: HereInfo[]) => void,
): () => void {
  const spot = { commons: commons.id, draft: id }
  const seat = presence.enter(spot, { id: Buffer.from(random.bytes(9)).toString('base64url') })
  let told = ''
  const look = async (): Promise<void> => {
    const others = (await people.at(spot)).filter((one) => one.id !== seat.seat.id)
    const now = JSON.stringify(others)
    if (now !== told) tell(others)
    told = now
  }
  const unwatch = presence.watch(spot, () => inBackground(logger, 'telling who is here', look()))
  return () => {
    unwatch()
    seat.leave()
  }
}

/** Who changed it, when, and how much. A page goes on behind a change: those of others that arrive take their place among the rest. */
export async function draftHistory(
  parts: Parts,
  reference: string,
  page: PageRequest = {},
): ReturnType<AllmendeNode['draftHistory']> {
  const draft = await draftOf(parts, reference)
  const names = new Map(
    (await parts.views.people(draft.commons.id)).map(({ person, name }) => [person, name ?? null]),
  )
  const history = await withDraft(parts, draft, (handle) => handle.history())
  const numbered = history.map((change, index) => ({ ...change, number: index + 1 }))
  const { items, ...next } = pageBehind(numbered, page, {
    of: ['history', draft.id],
    ...CHANGES_PAGE,
    name: ({ hash }) => hash,
  })
  return {
    ...next,
    changes: items.map(({ author, guest, at, ops, hash, number }) => ({
      ...(guest !== undefined && { guest }),
      number,
      change: hash,
      author,
      authorName: names.get(author) ?? null,
      at,
      ops,
    })),
  }
}

export type OpenDraft = {
  readonly commons: OpenCommons
  readonly id: RecordId
  readonly title: string
  readonly thing: Located['thing']
}

/** A draft by link, id or title. Throws THING_…. */
export async function draftOf(parts: Parts, reference: string): Promise<OpenDraft> {
  const { commons, thing } = await locateKind(parts, reference, 'draft')
  return { commons, id: thing.id, title: thing.title, thing }
}

/** The same, where one may write at all. Throws DRAFT_FOREIGN_COMMONS. */
export async function draftToWrite(parts: Parts, reference: string): Promise<OpenDraft> {
  const draft = await draftOf(parts, reference)
  if (draft.commons.entry.role !== 'member') throw fail('DRAFT_FOREIGN_COMMONS')
  await parts.writer.ensureIdentity()
  return draft
}

export function withDraft<T>(
  parts: Parts,
  { commons, id }: { commons: OpenCommons; id: RecordId },
  work: (handle: DraftHandle) => Promise<T>,
): Promise<T> {
  return parts.desk.use(commons.id, id, work)
}
