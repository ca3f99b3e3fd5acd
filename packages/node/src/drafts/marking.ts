import type { DraftHandle, DraftParts } from '@allmende/drafts'
import { MARK_NAMES, markNamed, safeAddress } from '@allmende/rules'
import type { Suggesting } from '../contract-suggesting.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { draftOf, draftToWrite, type OpenDraft, withDraft } from './actions.ts'
import { mustMayEdit } from './may-edit.ts'
import { lineAt, passageIn } from './passage.ts'

type Request = Parameters<Suggesting['markDraft']>[0]
type Moment = { readonly text: string; readonly marks: DraftParts['marks'] }

/** While others write, text and marks are asked for until both are of one moment. */
const TRIES = 20

/** Marks a passage of a draft, or takes a mark off it. Throws PASSAGE_…, MARK_…, and what editing throws. */
export async function markDraft(parts: Parts, request: Request): ReturnType<Suggesting['markDraft']> {
  const value = valueOf(request)
  const draft = await draftToWrite(parts, request.draft)
  mustMayEdit(parts, draft.thing)
  return inTheNameOf(parts, draft, request.guest, async (handle) => {
    const { text, marks } = await momentOf(handle)
    const { from, to } = passageIn(text, request)
    const passage = text.slice(from, to)
    if (passage.trim() === '') throw fail('MARK_EMPTY')
    const names = namesMeant(request.name, marks, { from, to })
    if (value === null && names.length === 0)
      throw fail('MARK_NONE', { expected: request.name, found: passage.slice(0, 200).toWellFormed() })
    // Without a pause since the text was read: the places are those of this text.
    await handle.editParts(
      value === null
        ? names.map((mark) => ({ mark, from, to, value }))
        : [{ mark: request.name, from, to, value }],
    )
    await handle.flush()
    return { id: draft.id, title: draft.title, name: request.name, value, text: passage }
  })
}

/** One's own edits, or those of a guest, which stand in sessions of their own. */
async function inTheNameOf<T>(
  parts: Parts,
  draft: OpenDraft,
  guest: string | undefined,
  work: (handle: DraftHandle) => Promise<T>,
): Promise<T> {
  if (guest === undefined) return withDraft(parts, draft, work)
  const handle = await parts.drafts.open(draft.commons.id, draft.id, { guest })
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}

/** What is set. Throws MARK_NAME, MARK_ADDRESS. */
function valueOf({ name, value }: Request): string | true | null {
  if (!MARK_NAMES.some((one) => one === name))
    throw fail('MARK_NAME', { expected: MARK_NAMES.join(', '), found: String(name) })
  if (value === null) return null
  if (name !== 'link') {
    if (value === undefined || value === true) return true
    throw fail('MARK_ADDRESS', { expected: `no address for ${name}`, found: value })
  }
  const address = typeof value === 'string' ? safeAddress(value) : null
  if (address !== null) return address
  throw fail('MARK_ADDRESS', { expected: 'https:, http: or mailto:', found: String(value ?? 'none') })
}

/** By which names a passage bears a mark: other programs write "bold" for what is "strong" here. */
function namesMeant(
  name: string,
  marks: Moment['marks'],
  { from, to }: { from: number; to: number },
): string[] {
  const there = marks.filter((mark) => mark.from < to && from < mark.to)
  return [
    ...new Set(
      there.filter((mark) => mark.name === name || markNamed(mark)?.name === name).map((mark) => mark.name),
    ),
  ]
}

async function momentOf(handle: DraftHandle): Promise<Moment> {
  for (let tries = 0; tries < TRIES; tries++) {
    const before = await handle.heads()
    const { marks } = await handle.parts()
    const { text, heads } = await handle.read()
    if (heads.join() === before.join()) return { text, marks }
  }
  throw fail('PASSAGE_MOVING')
}

/** All marked passages of a draft, as they are now. */
export async function draftMarks(parts: Parts, reference: string): ReturnType<Suggesting['draftMarks']> {
  const draft = await draftOf(parts, reference)
  const { text, marks } = await withDraft(parts, draft, momentOf)
  return {
    id: draft.id,
    title: draft.title,
    marks: marks
      .toSorted((a, b) => a.from - b.from || a.to - b.to)
      .map(({ from, to, name, value }) => {
        const known = markNamed({ name, value })
        return {
          name: known?.name ?? name,
          value: known?.name === 'link' ? known.address : value,
          known: known !== null,
          now: { text: text.slice(from, to), from, to, line: lineAt(text, from) },
        }
      }),
  }
}
