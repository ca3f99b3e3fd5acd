import type {
  CommonsId,
  Derivation,
  Fields,
  FileList,
  Parts,
  PersonId,
  RecordId,
  Settled,
} from '@allmende/vocabulary'
import { completeness, type PlacedRecord, tendersOf } from '@allmende/rules'
import type { Thing, Version } from '../contract.ts'
import type { GatheredThing } from '../thing-records.ts'
import { createComments } from './comments.ts'
import { createGatherById, createNamedThing } from './gather.ts'
import { createAuthorNames } from './listed.ts'
import { given, type QuestionParts, type ThingRow } from './parts.ts'

/** Answers `show`: a thing merged anew from its records, so that there is one place where that is done. */
export function createShow(parts: QuestionParts): (id: RecordId) => Thing | null {
  const named = createNamedThing(parts)
  const comments = createComments(parts)
  const authorName = createAuthorNames(parts)
  const built = createBuilt(parts)
  const select = parts.db.prepare('SELECT * FROM things WHERE id = ?')
  return (id) => {
    const thing = named(id)
    if (thing === null) return null
    const { merged } = thing
    const { items, total, next } = comments(thing)
    const row = select.get(thing.number) as ThingRow
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
      ...lineageOf(merged.fields),
      maintainers: maintainersOf(thing),
      built: built(row),
      ...(merged.kind === 'good'
        ? { completeness: completeness(merged.fields, parts.readLines(thing.commons, merged.fields).lines) }
        : {}),
      versions: versionsOf(thing),
      heads: merged.heads,
      diverged: merged.diverged.length > 0,
      divergences: merged.diverged,
      comments: items,
      commentCount: total,
      ...given('nextComments', next),
      ignoredChanges: thing.ignored,
    }
  }
}

/** Answers `history`. */
export function createHistory(parts: QuestionParts): (id: RecordId) => PlacedRecord[] {
  const gather = createGatherById(parts)
  return (id) => (gather(id)?.records ?? []).map(({ id: of, person, record }) => ({ id: of, person, record }))
}

function lineageOf({ derivedFrom, derivation, origin }: Fields): Pick<Thing, 'derivedFrom' | 'derivation'> {
  return {
    ...given('derivedFrom', derivedFrom as RecordId | undefined),
    ...given('derivation', derivation as Derivation | undefined),
    ...given('origin', origin as string | undefined),
  }
}

function maintainersOf({ merged }: GatheredThing): PersonId[] {
  return merged.kind === 'good' ? tendersOf(merged).filter((person) => person !== merged.author) : []
}

function createBuilt({ db }: QuestionParts): (row: ThingRow) => Thing['built'] {
  const select = db.prepare('SELECT outcome, count(*) AS n FROM builds WHERE good = ? GROUP BY outcome')
  return ({ id, others }) => {
    const counts = new Map(select.all(id).map(({ outcome, n }) => [outcome, Number(n)]))
    const of = (outcome: string) => counts.get(outcome) ?? 0
    return { works: of('works'), partly: of('partly'), failed: of('failed'), byOthers: others ?? 0 }
  }
}

/** The versions of a thing, in the order every node computes alike. */
export function versionsOf({ merged, records }: GatheredThing): Version[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  return merged.versions.map((id, at) => {
    const { record, person } = byId.get(id)!
    const { version, files, parts, merges, settles } = record.body
    return {
      id,
      number: at + 1,
      ...given('label', version as string | undefined),
      at: record.clock[0],
      author: person,
      ...given('files', files as FileList | undefined),
      ...given('parts', parts as Parts | undefined),
      merges: (merges as RecordId[] | undefined) ?? [],
      settles: (settles as Settled[] | undefined) ?? [],
      after: record.after ?? [],
    }
  })
}
