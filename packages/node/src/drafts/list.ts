import { type Listed, notOurs, pageNumber, readCursor, writeCursor } from '@allmende/views'
import type { OpenCommons } from '../commons-book.ts'
import type { DraftInfo, DraftList, PageRequest } from '../contract.ts'
import { PAGE } from '../pages.ts'
import type { Parts } from '../parts.ts'

/** Rows asked of the index at once. */
const STEP = 200

type Request = PageRequest & { readonly commons?: string }

/** Where the list goes on: in which commons, and behind what of it. */
type Spot = { readonly at: number; readonly cursor?: string | undefined }

/** The drafts of all commons, or of one: commons by commons, in each the last changed first. Throws VIEWS_CURSOR, VIEWS_PAGE. */
export async function listDrafts(parts: Parts, request: Request): Promise<DraftList> {
  const among = request.commons === undefined ? parts.book.members() : [parts.book.find(request.commons)]
  const limit = pageNumber('limit', request.limit, { least: 1, ...PAGE })
  const of = ['drafts', request.commons === undefined ? null : among[0]!.id]
  const drafts: DraftInfo[] = []
  let spot: Spot = request.after === undefined ? { at: 0 } : spotIn(request.after, of, among)
  while (drafts.length < limit && spot.at < among.length) {
    const commons = among[spot.at]!
    const step = Math.min(STEP, limit - drafts.length)
    const { items, next } = await pageOfDrafts(parts, commons, step, spot.cursor)
    drafts.push(...items.map((item) => draftInfo(parts, commons, item)))
    spot = next === undefined ? { at: spot.at + 1 } : { at: spot.at, cursor: next }
  }
  const next = await nextOf(parts, among, spot)
  return { drafts, ...(next && { next: writeCursor(of, [next.commons.id, next.cursor]) }) }
}

const pageOfDrafts = ({ views }: Parts, { id }: OpenCommons, limit: number, cursor?: string) =>
  views.list({ commons: id, kind: 'draft', limit, cursor })

/** Behind the last draft there is no next page: commons without any are passed over. */
async function nextOf(
  parts: Parts,
  among: readonly OpenCommons[],
  { at, cursor }: Spot,
): Promise<{ commons: OpenCommons; cursor: string | null } | null> {
  if (cursor !== undefined) return { commons: among[at]!, cursor }
  for (const commons of among.slice(at)) {
    if ((await pageOfDrafts(parts, commons, 1)).items.length > 0) return { commons, cursor: null }
  }
  return null
}

function spotIn(text: string, of: readonly unknown[], among: readonly OpenCommons[]): Spot {
  const [commons, cursor] = readCursor(of, text)
  const at = among.findIndex(({ id }) => id === commons)
  if (at < 0 || (cursor !== null && typeof cursor !== 'string')) throw notOurs(text)
  return { at, cursor: cursor ?? undefined }
}

function draftInfo(parts: Parts, commons: OpenCommons, item: Listed): DraftInfo {
  return {
    id: item.id,
    title: item.title,
    link: parts.book.thingLink(commons, item.id, 'draft'),
    commons: commons.id,
    commonsName: commons.entry.name,
    author: item.author,
    authorName: item.authorName ?? null,
    at: item.changedAt,
    good: null,
  }
}
