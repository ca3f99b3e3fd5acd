import type { CommonsId, Fields, GoodType, PersonId } from '@allmende/vocabulary'
import type { Listed, Showing } from '../contract.ts'
import { imageOf } from '../good-fold.ts'
import { given, type QuestionParts, type ThingRow } from './parts.ts'

/** Looks up how a person calls themselves in a commons. */
export function createAuthorNames({ db }: QuestionParts): (commons: number, person: number) => string | null {
  const select = db.prepare('SELECT name FROM people WHERE commons = ? AND person = ?')
  return (commons, person) => (select.get(commons, person)?.['name'] as string | null | undefined) ?? null
}

/** A row of `things` as it is shown in a list, with its merged fields: those aren't in the tables. */
export function createListed(parts: QuestionParts): (row: ThingRow, fields: Fields) => Listed {
  const authorName = createAuthorNames(parts)
  const { names, places } = parts
  return (row, fields) => ({
    id: places.idOf(row.id),
    commons: names.name(row.commons) as CommonsId,
    kind: names.name(row.kind),
    title: row.title ?? '',
    ...given('licence', row.licence),
    author: names.name(row.person) as PersonId,
    ...given('authorName', authorName(row.commons, row.person)),
    at: row.at,
    changedAt: row.changed,
    ...(row.type === null ? {} : { type: names.name(row.type) as GoodType }),
    tags: Array.isArray(fields['tags']) ? (fields['tags'] as string[]) : [],
    ...(row.type === null ? {} : shownOfGood(row, fields)),
  })
}

function shownOfGood(row: ThingRow, fields: Fields): Pick<Showing, 'image' | 'built' | 'completeness'> {
  return {
    ...given('image', imageOf(fields)),
    built: { works: row.works ?? 0, byOthers: row.others ?? 0 },
    completeness: row.complete ?? 0,
  }
}

/** Reads the merged fields of a thing by its number; empty if it isn't here any more. */
export function createFieldsOf({ places, records }: QuestionParts): (number: number) => Fields {
  return (number) => {
    const place = places.placeOf(number)
    return (place === null ? null : records.gather(place))?.merged.fields ?? {}
  }
}
