import type { CommonsId, FileList, PersonId, RecordId } from '@allmende/vocabulary'
import type { PlacedRecord } from '@allmende/rules'
import type { CommentView, Thing, Version } from '../contract.ts'
import { MAX_COMMENTS } from '../limits.ts'
import { type GatheredThing, thingOf } from '../thing-records.ts'
import { createAuthorNames } from './listed.ts'
import { given, type QuestionParts, type ThingRow } from './parts.ts'

/** Answers `show`: a thing merged anew from its records, so that there is one place where that is done. */
export function createShow(parts: QuestionParts): (id: RecordId) => Thing | null {
  const gather = createGatherById(parts)
  const comments = createComments(parts)
  const authorName = createAuthorNames(parts)
  const select = parts.db.prepare('SELECT * FROM things WHERE id = ?')
  return (id) => {
    const thing = gather(id)
    // A record that doesn't count is no name for the thing: somebody else could give it one.
    if (thing === null || !thing.merged.order.includes(id)) return null
    const { merged } = thing
    const row = select.get(thing.number) as ThingRow
    const derivedFrom = merged.fields['derivedFrom'] as RecordId | undefined
    return {
      id: merged.id,
      commons: parts.names.name(thing.commons) as CommonsId,
      kind: merged.kind,
      title: row.title ?? '',
      ...given('licence', row.licence),
      author: merged.author,
      ...given('authorName', authorName(thing.commons, row.person)),
      at: row.at,
      changedAt: row.changed,
      fields: { ...merged.fields },
      ...given('derivedFrom', derivedFrom),
      versions: versionsOf(thing),
      heads: merged.heads,
      diverged: merged.diverged.length > 0,
      divergences: merged.diverged,
      ...comments(merged.order, thing.commons),
      ignoredChanges: thing.ignored,
    }
  }
}

/** Answers `history`. */
export function createHistory(parts: QuestionParts): (id: RecordId) => PlacedRecord[] {
  const gather = createGatherById(parts)
  return (id) => (gather(id)?.records ?? []).map(({ id: of, person, record }) => ({ id: of, person, record }))
}

function createGatherById({ places, records }: QuestionParts): (id: RecordId) => GatheredThing | null {
  return (id) => {
    const number = places.numberOf(id)
    const record = number === null ? null : records.read(number)
    return record === null ? null : records.gather(places.placeOfId(thingOf(record)))
  }
}

function versionsOf({ merged, records }: GatheredThing): Version[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  return merged.versions.map((id) => {
    const { record, person } = byId.get(id)!
    return {
      id,
      ...given('label', record.body['version'] as string | undefined),
      at: record.clock[0],
      author: person,
      ...given('files', record.body['files'] as FileList | undefined),
      after: record.after ?? [],
    }
  })
}

/** Comments on any of some records, and the comments that answer those. */
function createComments(parts: QuestionParts) {
  const { db, places, records } = parts
  const authorName = createAuthorNames(parts)
  const about = db.prepare('SELECT id FROM comments WHERE log = ? AND block = ? AND idx = ?')

  function view(number: number): CommentView | null {
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
      about: first!.record.body['about'] as RecordId,
    }
  }

  return (ids: readonly RecordId[], commons: number): { comments: CommentView[]; commentCount: number } => {
    const found = new Set<number>()
    const queue = ids.map((id) => places.placeOfId(id))
    // The queue grows while it is walked: an answer is about a comment.
    for (const place of queue) {
      for (const row of about.all(place.log, place.block, place.index)) {
        const number = Number(row['id'])
        const of = places.placeOf(number)
        if (found.has(number) || of === null || parts.logs.get(of.log).commons !== commons) continue
        found.add(number)
        if (found.size < MAX_COMMENTS) queue.push(of)
      }
    }
    const views = [...found].slice(0, MAX_COMMENTS).flatMap((number) => view(number) ?? [])
    return { comments: views.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)), commentCount: found.size }
  }
}
