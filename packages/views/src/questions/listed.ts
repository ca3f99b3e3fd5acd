import type { CommonsId, PersonId } from '@allmende/vocabulary'
import type { Listed } from '../contract.ts'
import { given, type QuestionParts, type ThingRow } from './parts.ts'

/** Looks up how a person calls themselves in a commons. */
export function createAuthorNames({ db }: QuestionParts): (commons: number, person: number) => string | null {
  const select = db.prepare('SELECT name FROM people WHERE commons = ? AND person = ?')
  return (commons, person) => (select.get(commons, person)?.['name'] as string | null | undefined) ?? null
}

/** A row of `things` as it is shown in a list. */
export function createListed(parts: QuestionParts): (row: ThingRow) => Listed {
  const authorName = createAuthorNames(parts)
  const { names, places } = parts
  return (row) => ({
    id: places.idOf(row.id),
    commons: names.name(row.commons) as CommonsId,
    kind: names.name(row.kind),
    title: row.title ?? '',
    ...given('licence', row.licence),
    author: names.name(row.person) as PersonId,
    ...given('authorName', authorName(row.commons, row.person)),
    at: row.at,
    changedAt: row.changed,
  })
}
