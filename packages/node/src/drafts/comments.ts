import type { DraftHandle } from '@allmende/drafts'
import type { CommentView } from '@allmende/views'
import { type CommentAnchor, MAX_QUOTE, type RecordId } from '@allmende/vocabulary'
import type { PageRequest } from '../contract-pages.ts'
import type { PassageNow, Suggesting } from '../contract-suggesting.ts'
import { fail } from '../errors.ts'
import { locateThing } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { mustBeMember } from '../rights.ts'
import { draftOf, draftToWrite, type OpenDraft, withDraft } from './actions.ts'
import { mayEditNow } from './may-edit.ts'
import { lineAt, passageIn } from './passage.ts'

type Request<Method extends keyof Suggesting> = Parameters<Suggesting[Method]>[0]

/** While others write, text and anchors are asked for until both are of one moment. */
const TRIES = 20

/** Answers to answers that are walked up to the draft. */
const DEPTH = 50

/** Says something about a draft, or about a passage of it that is found again whatever is edited around it. */
export async function draftComment(
  parts: Parts,
  request: Request<'draftComment'>,
): ReturnType<Suggesting['draftComment']> {
  const draft = await draftToWrite(parts, request.draft)
  const whole = request.quote === undefined && request.line === undefined
  const anchor = whole ? null : await withDraft(parts, draft, (handle) => anchorOf(handle, request))
  const id = await parts.writer.write(draft.commons, {
    kind: 'comment',
    body: { text: request.text, about: draft.id, ...(anchor && { anchor }) },
  })
  return { id, quote: anchor?.quote ?? null }
}

async function anchorOf(handle: DraftHandle, request: Request<'draftComment'>): Promise<CommentAnchor> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { text, heads } = await handle.read()
    const { from, to } = passageIn(text, request)
    const anchors = { from: await handle.anchor(from), to: await handle.anchor(to) }
    if ((await handle.read()).heads.join() !== heads.join()) continue
    return { ...anchors, quote: text.slice(from, to).slice(0, MAX_QUOTE).toWellFormed() }
  }
  throw fail('PASSAGE_MOVING')
}

/** The comments on a draft, oldest first, each with its passage as it is now. */
export async function draftComments(
  parts: Parts,
  reference: string,
  { limit, after }: PageRequest = {},
): ReturnType<Suggesting['draftComments']> {
  const draft = await draftOf(parts, reference)
  const page = await parts.views.aboutPage(draft.id, 'comments', { limit, cursor: after })
  const comments = page?.items ?? []
  const anchors = comments.flatMap(({ anchor }) => (anchor ? [anchor.from, anchor.to] : []))
  const { text, places } = await withDraft(parts, draft, (handle) => placesOf(handle, anchors))
  let next = 0
  return {
    id: draft.id,
    title: draft.title,
    comments: comments.map((comment) => {
      const [from, to] = comment.anchor ? [places[next++] ?? null, places[next++] ?? null] : [null, null]
      return { ...commentInfo(comment), now: passageNow(text, from, to) }
    }),
    ...(page?.next !== undefined && { next: page.next }),
  }
}

/** The text, and where characters stand in just this text. */
async function placesOf(
  handle: DraftHandle,
  anchors: readonly string[],
): Promise<{ text: string; places: (number | null)[] }> {
  for (let tries = 1; ; tries++) {
    const { text, heads } = await handle.read()
    const places = anchors.length === 0 ? [] : await handle.place(anchors)
    if (tries === TRIES || (await handle.read()).heads.join() === heads.join()) return { text, places }
  }
}

function passageNow(text: string, from: number | null, to: number | null): PassageNow | null {
  if (from === null || to === null || from >= to) return null
  return { text: text.slice(from, to), from, to, line: lineAt(text, from) }
}

function commentInfo({ id, text, author, authorName, at, about, resolved, anchor }: CommentView) {
  return {
    id,
    text,
    author,
    authorName: authorName ?? null,
    at,
    about,
    resolved,
    quote: anchor?.quote ?? null,
  }
}

/** Its author says so in the comment; whoever may edit the draft, in a record of the draft. */
export async function resolveComment(
  parts: Parts,
  request: Request<'resolveComment'>,
): ReturnType<Suggesting['resolveComment']> {
  const { commons, thing } = await locateThing(parts, request.comment, {}, { wait: false }, ['comment'])
  if (thing.kind !== 'comment') throw fail('THING_KIND', { expected: 'comment', found: thing.kind })
  mustBeMember(commons, 'resolving')
  const draft = await draftAbove(parts, String(thing.fields['about']))
  if (thing.author === parts.logs.identity?.person) {
    await parts.writer.write(commons, {
      kind: 'comment',
      of: thing.id,
      after: thing.heads,
      body: { resolved: true },
    })
  } else if (mayEditNow(parts, draft.thing)) {
    const body = { resolves: [thing.id] }
    await parts.writer.write(commons, { kind: 'draft', of: draft.id, after: draft.thing.heads, body })
  } else throw fail('COMMENT_FOREIGN', { title: draft.title })
  return { id: thing.id, draft: draft.id }
}

async function draftAbove(parts: Parts, about: string): Promise<OpenDraft> {
  let id = about as RecordId
  for (let depth = 0; depth < DEPTH; depth++) {
    const { thing } = await locateThing(parts, id, {})
    if (thing.kind !== 'comment') break
    id = thing.fields['about'] as RecordId
  }
  return draftOf(parts, id)
}
