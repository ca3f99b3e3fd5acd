import type { CommonsId } from '@allmende/vocabulary'
import type { FindRequest, FindResult } from './contract.ts'
import type { Parts } from './parts.ts'

const DEFAULT_LIMIT = 20

/** Searches all commons one has, or the one named. */
export async function findThings(
  parts: Parts,
  request: FindRequest,
): Promise<{ results: FindResult[]; total: number }> {
  const commons =
    request.commons === undefined ? undefined : (parts.book.find(request.commons).id as CommonsId)
  const { results, total } = await parts.views.find({
    words: request.words,
    commons,
    kind: request.kind,
    licence: request.licence,
    limit: request.limit ?? DEFAULT_LIMIT,
    offset: request.offset ?? 0,
  })
  return {
    total,
    results: results.flatMap((found) => {
      const book = parts.book.get(found.commons)
      if (!book) return []
      const thing = found.about ?? found.id
      return {
        id: found.id,
        kind: found.kind,
        title: found.title,
        licence: found.licence ?? null,
        link: parts.book.thingLink(book, thing, found.kind === 'draft' ? 'draft' : 'good'),
        commons: found.commons,
        author: found.author,
        authorName: found.authorName ?? null,
        at: found.at,
        snippet: found.snippet === '' ? null : found.snippet,
      }
    }),
  }
}
