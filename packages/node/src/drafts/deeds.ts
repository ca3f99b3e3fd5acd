import type { DraftPartAuthor, DraftParts, DraftPassage } from '@allmende/drafts'
import { lineDiff } from '@allmende/rules'
import { type Fields, type PersonId, shortId } from '@allmende/vocabulary'
import type { AllmendeNode, DraftAccess, DraftDiffLine, DraftText } from '../contract.ts'
import { namesIn } from '../credits.ts'
import { draftOf, draftToWrite, type OpenDraft, withDraft } from './actions.ts'
import { mustMayEdit } from './may-edit.ts'
import { fail } from '../errors.ts'
import { contentIn, contentNow, editInChanges } from './content.ts'
import { besideChanges, toldChanges } from './diff-beside.ts'
import { besideAuthors, Hands } from './hands.ts'
import { newLineId } from './line-id.ts'
import { marksCarried, marksToSet } from './marks.ts'
import { mergeBeside } from './merge-beside.ts'
import type { Parts } from '../parts.ts'
import { personNamed } from '../person-named.ts'

type Request<Method extends keyof AllmendeNode> = Parameters<
  Extract<AllmendeNode[Method], (...args: never[]) => unknown>
>[0]

/** Who wrote which passage of the text as it is now, and who set what stands beside it. */
export async function draftBlame(parts: Parts, reference: string): ReturnType<AllmendeNode['draftBlame']> {
  const draft = await draftOf(parts, reference)
  const names = await namesIn(parts, draft.commons.id)
  const { passages, beside, hands } = await withDraft(parts, draft, async (handle) => ({
    passages: await handle.blame(),
    beside: await handle.parts(),
    hands: new Hands(await handle.partsBlame()),
  }))
  return {
    id: draft.id,
    title: draft.title,
    beside: besideAuthors(beside, hands, names),
    passages: passages.map(({ text, author, guest, at, hash }) => ({
      text,
      ...(guest !== undefined && { guest }),
      author,
      authorName: names.get(author) ?? null,
      at,
      change: hash,
    })),
  }
}

/**
 * What two moments of a draft, or two drafts, have otherwise, line by line; what was added, with who wrote it.
 * Throws DRAFT_CHANGE_UNKNOWN.
 */
export async function draftDiff(
  parts: Parts,
  request: Request<'draftDiff'>,
): ReturnType<AllmendeNode['draftDiff']> {
  const draft = await draftOf(parts, request.draft)
  const other = request.with === undefined ? null : await draftOf(parts, request.with)
  const before = await sideOf(parts, draft, request.from ?? (other ? 'now' : 'beginning'))
  const after = await sideOf(parts, other ?? draft, request.to ?? 'now')
  const names = await namesIn(parts, (other ?? draft).commons.id)
  const authors = after.passages ? authorsByLine(after.passages) : []
  const lines = lineDiff(before.text, after.text).map((line): DraftDiffLine => {
    const writers = line.what === 'added' && line.after ? (authors[line.after - 1] ?? []) : []
    return {
      what: line.what,
      text: line.text,
      by: writers.map((person) => names.get(person) ?? shortId(person)),
    }
  })
  return {
    id: draft.id,
    title: draft.title,
    before: before.called,
    after: after.called,
    lines,
    added: lines.filter(({ what }) => what === 'added').length,
    removed: lines.filter(({ what }) => what === 'removed').length,
    beside: toldChanges(besideChanges(before.beside, after.beside, new Hands(after.hands)), names),
  }
}

type Side = {
  readonly text: string
  readonly beside: DraftParts
  /** Who set what is beside the text now: of an earlier moment that isn't known. */
  readonly hands: readonly DraftPartAuthor[]
  readonly called: string
  readonly passages?: readonly DraftPassage[]
}

function sideOf(parts: Parts, draft: OpenDraft, at: string): Promise<Side> {
  return withDraft(parts, draft, async (handle): Promise<Side> => {
    if (at === 'beginning')
      return { text: '', beside: await handle.partsAt([]), hands: [], called: 'nothing' }
    if (at === 'now') {
      const passages = await handle.blame()
      const text = passages.map((passage) => passage.text).join('')
      const [beside, hands] = [await handle.parts(), await handle.partsBlame()]
      return { text, beside, hands, called: `"${draft.title}" now`, passages }
    }
    const change = changeNamed(await handle.history(), at)
    const when = new Date(change.at).toISOString().slice(0, 16).replace('T', ' ')
    return {
      text: await handle.textAt([change.hash]),
      beside: await handle.partsAt([change.hash]),
      hands: [],
      called: `"${draft.title}" at ${change.hash.slice(0, 8)}, ${when}`,
    }
  })
}

/** By its number in the history, from 1, or the beginning of its hash. */
export function changeNamed<Change extends { hash: string }>(
  history: readonly Change[],
  wanted: string,
): Change {
  const byNumber = /^\d{1,7}$/.test(wanted) ? history[Number(wanted) - 1] : undefined
  const fitting =
    wanted.length >= 4 ? history.filter(({ hash }) => hash.startsWith(wanted.toLowerCase())) : []
  const found = fitting.length === 1 ? fitting[0] : byNumber
  if (found) return found
  throw fail('DRAFT_CHANGE_UNKNOWN', {
    found: wanted,
    expected:
      history.length === 0
        ? 'nothing: nobody has written yet'
        : `1 to ${history.length}, or the beginning of a hash`,
  })
}

/** For each line of a text whoever wrote any of it, in the order of their passages. */
function authorsByLine(passages: readonly DraftPassage[]): PersonId[][] {
  const lines: Set<PersonId>[] = [new Set()]
  for (const { text, author } of passages) {
    const pieces = text.split('\n')
    for (const [at, piece] of pieces.entries()) {
      if (piece !== '') lines.at(-1)?.add(author)
      if (at < pieces.length - 1) lines.push(new Set())
    }
  }
  return lines.map((writers) => [...writers])
}

/**
 * Makes the text what it was, and the fields, lines and files beside it; only the differences are written, so what others
 * write meanwhile stays. A line that was taken out since comes back as a new one. Throws DRAFT_CHANGE_UNKNOWN.
 */
export async function restoreDraft(parts: Parts, request: Request<'restoreDraft'>): Promise<DraftText> {
  const draft = await draftToWrite(parts, request.draft)
  mustMayEdit(parts, draft.thing)
  return withDraft(parts, draft, async (handle) => {
    const change = changeNamed(await handle.history(), request.change)
    const now = await contentNow(handle)
    const then = contentIn(await handle.partsAt([change.hash]), await handle.textAt([change.hash]))
    await handle.replaceWith(then.text)
    const { edits } = mergeBeside(now, now, then, () => newLineId(parts.random))
    const { marks } = await handle.parts()
    const wanted = marksCarried(then.marks, then.text, await handle.text())
    await editInChanges(handle, [...edits, ...marksToSet(marks, wanted)])
    await handle.flush()
    return { id: draft.id, title: draft.title, ...(await handle.read()) }
  })
}

/** Tells who may edit, or says it anew. Throws DRAFT_NOT_YOURS, PERSON_UNKNOWN, THING_AMBIGUOUS. */
export async function draftAccess(parts: Parts, request: Request<'draftAccess'>): Promise<DraftAccess> {
  const { invite = [], uninvite = [], editors, closed } = request
  const asks = invite.length + uninvite.length > 0 || editors !== undefined || closed !== undefined
  const draft = asks ? await draftToWrite(parts, request.draft) : await draftOf(parts, request.draft)
  if (!asks) return accessOf(parts, draft, draft.thing.fields)
  if (draft.thing.author !== parts.logs.identity?.person)
    throw fail('DRAFT_NOT_YOURS', { title: draft.title })
  const before = accessFields(draft.thing.fields)
  const names = await namesIn(parts, draft.commons.id)
  const added = invite.map((who) => personNamed(who, names))
  const gone = uninvite.map((who) => personNamed(who, names))
  const invited = [...new Set([...before.invited, ...added])].filter((person) => !gone.includes(person))
  // Who invites somebody by name means that not everybody may.
  const now = {
    editors: editors ?? (added.length > 0 ? 'invited' : before.editors),
    invited,
    closed: closed ?? before.closed,
  }
  await parts.writer.write(draft.commons, {
    kind: 'draft',
    of: draft.id,
    after: draft.thing.heads,
    body: now,
  })
  // From the next edit on here, and not only when the event has come round.
  await parts.drafts.recordsChanged(draft.commons.id, draft.id)
  return accessOf(parts, draft, now)
}

function accessFields(fields: Fields): {
  editors: 'commons' | 'invited'
  invited: PersonId[]
  closed: boolean
} {
  return {
    editors: fields['editors'] === 'commons' ? 'commons' : 'invited',
    invited: Array.isArray(fields['invited']) ? (fields['invited'] as PersonId[]) : [],
    closed: fields['closed'] === true,
  }
}

async function accessOf(
  parts: Parts,
  { id, title, commons }: OpenDraft,
  fields: Fields,
): Promise<DraftAccess> {
  const names = await namesIn(parts, commons.id)
  const { editors, invited, closed } = accessFields(fields)
  return {
    id,
    title,
    editors,
    invited: invited.map((person) => ({ person, name: names.get(person) ?? null })),
    closed,
  }
}
