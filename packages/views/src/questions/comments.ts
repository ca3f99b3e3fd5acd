import type { MergedThing } from '@allmende/rules'
import type { CommentAnchor, PersonId, RecordId } from '@allmende/vocabulary'
import type { CommentView } from '../contract.ts'
import { MAX_COMMENTS } from '../limits.ts'
import { createNamers, ROLE } from '../links.ts'
import { createAuthorNames } from './listed.ts'
import { given, type QuestionParts } from './parts.ts'

/** Comments on any of the records of a thing, and the comments that answer those. */
export function createComments(parts: QuestionParts) {
  const { places, records } = parts
  const authorName = createAuthorNames(parts)
  const namers = createNamers(parts.db)

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

  return (
    { order, resolved }: Pick<MergedThing, 'order' | 'resolved'>,
    commons: number,
  ): { comments: CommentView[]; commentCount: number } => {
    const done = new Set(resolved)
    const found = new Set<number>()
    const queue = order.map((id) => places.placeOfId(id))
    // The queue grows while it is walked: an answer is about a comment.
    for (const place of queue) {
      for (const number of namers(ROLE.comment, place)) {
        const of = places.placeOf(number)
        if (found.has(number) || of === null || parts.logs.get(of.log).commons !== commons) continue
        found.add(number)
        if (found.size < MAX_COMMENTS) queue.push(of)
      }
    }
    const views = [...found].slice(0, MAX_COMMENTS).flatMap((number) => view(number, done) ?? [])
    return { comments: views.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)), commentCount: found.size }
  }
}
