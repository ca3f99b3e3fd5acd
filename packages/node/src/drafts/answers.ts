import type { SuggestionView } from '@allmende/views'
import type { DraftAnswer, RecordId } from '@allmende/vocabulary'
import type { AcceptResult, DeclineResult } from '../contract.ts'
import { namesIn } from '../credits.ts'
import { fail } from '../errors.ts'
import { NOTHING_MERGED } from '../merge-goods.ts'
import type { Parts } from '../parts.ts'
import { mustBeMember } from '../rights.ts'
import { draftOf, type OpenDraft, withDraft } from './actions.ts'
import { mustMayEdit } from './may-edit.ts'
import { suggestionsOf } from './suggestions.ts'

type Asked = { readonly pieces?: readonly number[] | undefined; readonly reason?: string | undefined }

/** Takes pieces of a suggestion into the text: all that are open, or those named. Throws PIECE_UNKNOWN, PIECE_MISSING. */
export async function acceptPieces(
  parts: Parts,
  draftId: RecordId,
  suggestion: RecordId,
  asked: Asked,
): Promise<AcceptResult> {
  const { draft, view, hashes } = await answerable(parts, draftId, suggestion, asked.pieces)
  await mustBeHere(parts, draft, view, hashes)
  const version = await write(parts, draft, {
    suggestion,
    accepted: true,
    pieces: hashes.map(bytesOf),
    ...(asked.reason === undefined ? {} : { reason: asked.reason }),
  })
  const names = await namesIn(parts, draft.commons.id)
  return {
    id: draft.id,
    title: draft.title,
    version,
    suggestion,
    by: view.author,
    byName: names.get(view.author) ?? null,
    pieces: hashes.length,
    report: NOTHING_MERGED,
  }
}

/** Says no to pieces of a suggestion, and why. */
export async function declinePieces(
  parts: Parts,
  draftId: RecordId,
  suggestion: RecordId,
  asked: Asked & { readonly reason: string },
): Promise<DeclineResult> {
  const { draft, hashes } = await answerable(parts, draftId, suggestion, asked.pieces)
  await write(parts, draft, {
    suggestion,
    accepted: false,
    declined: hashes.map(bytesOf),
    reason: asked.reason,
  })
  return { id: draft.id, title: draft.title, suggestion, reason: asked.reason }
}

/** The open pieces that are meant. Throws DRAFT_MAY_NOT_EDIT, SUGGESTION_SETTLED, PIECE_UNKNOWN. */
async function answerable(
  parts: Parts,
  draftId: RecordId,
  suggestion: RecordId,
  numbers: readonly number[] | undefined,
): Promise<{ draft: OpenDraft; view: SuggestionView; hashes: string[] }> {
  const draft = await draftOf(parts, draftId)
  mustBeMember(draft.commons, 'answering')
  mustMayEdit(parts, draft.thing)
  const view = (await suggestionsOf(parts, draft)).find(({ id }) => id === suggestion)
  if (!view) throw fail('THING_UNKNOWN', { found: suggestion })
  if (view.state !== 'open' && view.state !== 'partly')
    throw fail('SUGGESTION_SETTLED', { found: view.state })
  const open = view.pieces.flatMap(({ hash, state }, index) =>
    state === 'open' ? [{ hash, number: index + 1 }] : [],
  )
  const chosen = numbers === undefined ? open : open.filter(({ number }) => numbers.includes(number))
  const unknown = numbers?.find((number) => !open.some((piece) => piece.number === number))
  if (unknown !== undefined || chosen.length === 0)
    throw fail('PIECE_UNKNOWN', {
      found: String(unknown ?? 'none'),
      expected: open.map(({ number }) => number).join(', ') || 'none',
    })
  return { draft, view, hashes: chosen.map(({ hash }) => hash) }
}

/** Nobody accepts what they cannot have seen, nor in another's name. */
async function mustBeHere(
  parts: Parts,
  draft: OpenDraft,
  view: SuggestionView,
  hashes: readonly string[],
): Promise<void> {
  const offers = await withDraft(parts, draft, (handle) => handle.offers())
  const here = new Set(offers.flatMap(({ hash, author }) => (author === view.author ? [hash] : [])))
  const missing = hashes.filter((hash) => !here.has(hash)).length
  if (missing > 0) throw fail('PIECE_MISSING', { found: String(missing), expected: String(hashes.length) })
}

async function write(parts: Parts, draft: OpenDraft, answer: DraftAnswer): Promise<RecordId> {
  const id = await parts.writer.write(draft.commons, {
    kind: 'draft',
    of: draft.id,
    after: draft.thing.heads,
    body: { settles: [answer] },
  })
  // At once here, and not only when the event has come round.
  await parts.drafts.recordsChanged(draft.commons.id, draft.id)
  return id
}

function bytesOf(hash: string): Uint8Array {
  return new Uint8Array(Buffer.from(hash, 'hex'))
}
