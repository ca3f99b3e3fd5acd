import type { CommentAnchor, PersonId, RecordId } from '@allmende/vocabulary'
import type { CommentView } from '../contract.ts'
import { MAX_COMMENTS, MAX_COMMENTS_WALKED } from '../limits.ts'
import { createNamers, ROLE } from '../links.ts'
import { type Key, pageOf } from '../paging.ts'
import type { GatheredThing } from '../thing-records.ts'
import { createAuthorNames } from './listed.ts'
import { given, type QuestionParts } from './parts.ts'

/** Comments on any of the records of a thing, and the comments that answer those: a page of them, oldest first. */
export function createComments(parts: QuestionParts) {
  const { places, records } = parts
  const authorName = createAuthorNames(parts)
  const namers = createNamers(parts.db)
  const select = parts.db.prepare('SELECT at FROM things WHERE id = ?')

  function view(number: number, resolved: ReadonlySet<RecordId>): CommentView | null {
    const place = places.placeOf(number)
    const thing = place === null ? null : records.gather(place)
    if (thing === null) return null
    const [first] = thing.records
    const author = first!.person
    return {
      id: first!.id,
      text: String(thing.merged.fields['text']),
      author,
      ...given('authorName', authorName(thing.commons, parts.names.number(author as PersonId))),
      at: first!.record.clock[0],
      about: thing.merged.fields['about'] as RecordId,
      ...given('anchor', thing.merged.fields['anchor'] as CommentAnchor | undefined),
      resolved: resolved.has(first!.id) || thing.merged.fields['resolved'] === true,
    }
  }

  /** Numbers of all comments on a thing, and of those that answer these, with what they are sorted by: oldest first. */
  function all(order: readonly RecordId[], commons: number): { number: number; key: Key }[] {
    const found = new Map<number, Key>()
    const queue = order.map((id) => places.placeOfId(id))
    // The queue grows while it is walked: an answer is about a comment.
    for (const place of queue) {
      for (const number of namers(ROLE.comment, place)) {
        const of = places.placeOf(number)
        if (found.has(number) || of === null || parts.logs.get(of.log).commons !== commons) continue
        found.set(number, [Number(select.get(number)?.['at'] ?? 0), places.idOf(number)])
        if (found.size < MAX_COMMENTS_WALKED) queue.push(of)
      }
    }
    return [...found].map(([number, key]) => ({ number, key }))
  }

  return (
    { merged, commons }: Pick<GatheredThing, 'merged' | 'commons'>,
    asked: { limit?: number | undefined; cursor?: string | undefined } = {},
  ): { items: CommentView[]; total: number; next?: string } => {
    const done = new Set(merged.resolved)
    const found = all(merged.order, commons)
    const of = ['comments', merged.id]
    const bounds = { of, otherwise: MAX_COMMENTS, most: MAX_COMMENTS, key: (one: { key: Key }) => one.key }
    const { items, ...next } = pageOf(found, { limit: asked.limit, after: asked.cursor }, bounds)
    return { items: items.flatMap(({ number }) => view(number, done) ?? []), total: found.length, ...next }
  }
}
