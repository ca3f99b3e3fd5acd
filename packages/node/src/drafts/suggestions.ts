import type { DraftOffer } from '@allmende/drafts'
import { draftState } from '@allmende/rules'
import { pageOf, type SuggestionView } from '@allmende/views'
import type { PageRequest } from '../contract-pages.ts'
import { everyAbout, PAGE } from '../pages.ts'
import type { DraftSuggestionInfo, SuggestedPiece, Suggesting } from '../contract-suggesting.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { draftOf, draftToWrite, type OpenDraft, withDraft } from './actions.ts'
import { lineAt } from './passage.ts'
import { mayEditNow } from './may-edit.ts'

type Request<Method extends keyof Suggesting> = Parameters<Suggesting[Method]>[0]

/** Pieces of one person that may wait for an answer in one draft. */
export const WAITING_PIECES = 256

/**
 * Offers an edited text to those who may edit. Anybody of the commons may, as long as the draft is open. The pieces are on
 * disk before the record names them.
 */
export async function draftSuggest(
  parts: Parts,
  request: Request<'draftSuggest'>,
): ReturnType<Suggesting['draftSuggest']> {
  const draft = await draftToWrite(parts, request.draft)
  if (draftState(draft.thing).closed) throw fail('DRAFT_SHUT', { title: draft.title })
  const waiting = await waitingPieces(parts, draft)
  if (waiting >= WAITING_PIECES) throw fail('SUGGEST_WAITING', { found: String(waiting) })
  const hashes = await offer(parts, draft, request)
  if (hashes.length === 0) throw fail('SUGGEST_SAME', { title: draft.title })
  const id = await parts.writer.write(draft.commons, {
    kind: 'suggestion',
    body: {
      about: draft.id,
      title: request.title,
      ...(request.why === undefined ? {} : { text: request.why }),
      pieces: hashes.map((hash) => new Uint8Array(Buffer.from(hash, 'hex'))),
    },
  })
  return { id, draft: draft.id, draftTitle: draft.title, title: request.title, pieces: hashes.length }
}

async function offer(
  parts: Parts,
  { commons, id }: OpenDraft,
  { text, heads, guest }: Request<'draftSuggest'>,
): Promise<string[]> {
  const handle = await parts.drafts.open(commons.id, id, {
    offers: true,
    ...(guest !== undefined && { guest }),
  })
  try {
    const base = heads ?? (await handle.heads())
    if ((await handle.textAt(base)) === text) return []
    return await handle.offer(text, base)
  } finally {
    await handle.close()
  }
}

async function waitingPieces(parts: Parts, draft: OpenDraft): Promise<number> {
  const self = parts.logs.identity?.person
  const mine = (await suggestionsOf(parts, draft)).filter(
    ({ author, state }) => author === self && state !== 'withdrawn',
  )
  return mine.flatMap(({ pieces }) => pieces).filter(({ state }) => state === 'open').length
}

export async function suggestionsOf(parts: Parts, { id }: OpenDraft): Promise<SuggestionView[]> {
  return Array.fromAsync(everyAbout(parts, id, 'suggestions'))
}

/** What was suggested for a draft, oldest first, with what each piece would change as the text is now. */
export async function draftSuggestions(
  parts: Parts,
  reference: string,
  page: PageRequest = {},
): ReturnType<Suggesting['draftSuggestions']> {
  const draft = await draftOf(parts, reference)
  const { items: suggestions, ...next } = pageOf(await suggestionsOf(parts, draft), page, {
    of: ['draft suggestions', draft.id],
    ...PAGE,
    key: ({ at, id }) => [at, id],
  })
  const { text, offers } = await withDraft(parts, draft, async (handle) => ({
    offers: suggestions.length === 0 ? [] : await handle.offers(),
    text: await handle.text(),
  }))
  const held = new Map(offers.map((one) => [one.hash, one]))
  return {
    id: draft.id,
    title: draft.title,
    mayAnswer: draft.commons.entry.role === 'member' && mayEditNow(parts, draft.thing),
    suggestions: suggestions.map((view) => suggestionInfo(view, held, text)),
    ...next,
  }
}

function suggestionInfo(
  { id, title, text: why, author, authorName, at, state, reason, pieces }: SuggestionView,
  held: ReadonlyMap<string, DraftOffer>,
  text: string,
): DraftSuggestionInfo {
  // Whoever names the pieces of somebody else says nothing about them: only one's own count as one's suggestion.
  const own = (hash: string) => {
    const found = held.get(hash)
    return found?.author === author ? found : undefined
  }
  const guest = pieces.flatMap(({ hash }) => own(hash)?.guest ?? [])[0] ?? null
  return {
    id,
    title,
    why: why ?? null,
    author,
    authorName: authorName ?? null,
    guest,
    at,
    state,
    reason: reason ?? null,
    pieces: pieces.map(({ hash, state: piece }, index) => pieceInfo(index + 1, piece, own(hash), text)),
  }
}

function pieceInfo(
  number: number,
  state: SuggestedPiece['state'],
  found: DraftOffer | undefined,
  text: string,
): SuggestedPiece {
  if (found === undefined) return { number, state, change: null }
  const { takes, puts, before, after, changed, from, to } = found
  return {
    number,
    state,
    change: { takes, puts, before, after, changed, from, to, line: lineAt(text, from) },
  }
}
