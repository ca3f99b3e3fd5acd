import type { DraftHandle, DraftPartEdit } from '@allmende/drafts'
import { bothTexts, lineDiff } from '@allmende/rules'
import { isRecordId } from '@allmende/vocabulary'
import type { AllmendeNode, DraftMerged, DraftScalar } from '../contract.ts'
import { fail } from '../errors.ts'
import { stateAt } from '../good-state.ts'
import { locateThing } from '../locate-thing.ts'
import type { Parts } from '../parts.ts'
import { draftOf, draftToWrite, type OpenDraft, withDraft } from './actions.ts'
import { BASE, BEGUN, type Content, contentIn, contentOf, editInChanges } from './content.ts'
import { newLineId } from './line-id.ts'
import { mustMayEdit } from './may-edit.ts'
import { marksCarried, marksToTake } from './marks.ts'
import { type BesideConflict, mergeBeside } from './merge-beside.ts'
import { keepClashes } from './news.ts'

type Request = Parameters<AllmendeNode['mergeDraft']>[0]

/** A draft as it is now, and as it began. */
type Side = {
  readonly now: Content
  readonly heads: readonly string[]
  /** The version of a good that it began with, as it says itself. */
  readonly version: DraftScalar | undefined
  readonly first: string
}

const NOTHING: Content = { text: '', fields: {}, lines: [], files: new Map(), marks: [] }

/**
 * Brings what a draft has otherwise since both began into another one, as edits of one's own. Where both changed the same,
 * the other draft keeps its reading: passages of the text wait in its news with both, the rest is told.
 * Throws DRAFT_MERGE_SELF, DRAFT_ELSEWHERE, DRAFT_MAY_NOT_EDIT.
 */
export async function mergeDraft(parts: Parts, request: Request): Promise<DraftMerged> {
  const from = await draftOf(parts, request.from)
  const into = await draftToWrite(parts, request.into)
  if (from.id === into.id) throw fail('DRAFT_MERGE_SELF', { found: from.title })
  // Files lie enciphered for the members of their commons.
  if (from.commons.id !== into.commons.id) throw fail('DRAFT_ELSEWHERE', { title: from.title })
  mustMayEdit(parts, into.thing)
  const theirs = await sideOf(parts, from)
  const ours = await sideOf(parts, into)
  const base = await beginningOf(parts, ours, theirs)
  const text = bothTexts(base.text, ours.now.text, theirs.now.text)
  const beside = mergeBeside(base, ours.now, theirs.now, () => newLineId(parts.random))
  const { heads, marks } = await withDraft(parts, into, async (handle) => {
    // What others write meanwhile stays: the difference is taken from the text as it was read.
    await handle.replaceWith(text.text, ours.heads)
    const marked = await takeMarks(handle, theirs.now)
    await editInChanges(handle, [...beside.edits, ...marked])
    await handle.flush()
    return { heads: await handle.heads(), marks: marked.length }
  })
  await keepClashes(parts, into.id, text.clashes, heads)
  return {
    id: into.id,
    title: into.title,
    from: from.title,
    text: amounts(ours.now.text, text.text),
    clashes: text.clashes.map(({ ours: mine, theirs: other }) => ({
      ours: mine.trim(),
      theirs: other.trim(),
    })),
    ...beside.taken,
    marks,
    conflicts: beside.conflicts.map(inWords),
  }
}

/** Of marks only what came is brought: of two drafts that begin with one text nobody says which marks it had. */
async function takeMarks(handle: DraftHandle, { text, marks }: Content): Promise<DraftPartEdit[]> {
  if (marks.length === 0) return []
  const { marks: own } = await handle.parts()
  return marksToTake(own, marksCarried(marks, text, await handle.text()))
}

function sideOf(parts: Parts, draft: OpenDraft): Promise<Side> {
  return withDraft(parts, draft, async (handle) => {
    const beside = await handle.parts()
    const { text, heads } = await handle.read()
    const begun = beside.fields[BEGUN]
    const first = typeof begun === 'string' ? begun : (await handle.history())[0]?.hash
    return {
      now: contentIn(beside, text),
      heads,
      version: beside.fields[BASE],
      // A field comes from anybody: what names no moment of this draft names none.
      first: first === undefined ? '' : await handle.textAt([first]).catch(() => ''),
    }
  })
}

/** What both come from: the older of the versions that they began with, if that is of one good; else the text they both began with. */
async function beginningOf(parts: Parts, ours: Side, theirs: Side): Promise<Content> {
  const [mine, other] = [ours.version, theirs.version]
  if (typeof mine === 'string' && typeof other === 'string' && isRecordId(mine) && isRecordId(other)) {
    const located = await locateThing(parts, other, {}).catch(() => null)
    const versions = located?.thing.versions.map(({ id }) => String(id)) ?? []
    const [at, there] = [versions.indexOf(mine), versions.indexOf(other)]
    if (located && at >= 0 && there >= 0) {
      const older = versions[Math.min(at, there)]
      if (older !== undefined && isRecordId(older))
        return contentOf(parts, await stateAt(parts, located, older), {})
    }
  }
  return ours.first === theirs.first ? { ...NOTHING, text: ours.first } : NOTHING
}

function amounts(before: string, after: string): { added: number; removed: number } {
  const lines = lineDiff(before, after)
  const count = (wanted: string) => lines.filter(({ what }) => what === wanted).length
  return { added: count('added'), removed: count('removed') }
}

function inWords({ what, name, ours, theirs }: BesideConflict): DraftMerged['conflicts'][number] {
  return { what, name, ours: said(ours), theirs: said(theirs) }
}

function said(value: DraftScalar | undefined): string {
  return value === undefined || value === null ? '(taken out)' : String(value)
}
