import type { CommonsId } from '@allmende/vocabulary'
import type { ListQuery, ListResult } from '../contract.ts'
import { fail } from '../errors.ts'
import { LIST_PAGE, MAX_PAGE } from '../limits.ts'
import { createFieldsOf, createListed } from './listed.ts'
import { pageNumber } from './page.ts'
import type { QuestionParts, ThingRow } from './parts.ts'

type Cursor = { listed: number; id: number }

/** Answers `list`. Pages go on from the last row shown, so that what arrives meanwhile shifts nothing. */
export function createList(parts: QuestionParts): (query: ListQuery) => ListResult {
  const listed = createListed(parts)
  const fieldsOf = createFieldsOf(parts)
  const select = parts.db.prepare(
    `SELECT * FROM things WHERE commons = ? AND kind = ? AND (listed, id) < (?, ?)
     ORDER BY listed DESC, id DESC LIMIT ?`,
  )
  const everyCommons = parts.db.prepare('SELECT DISTINCT commons FROM tallies WHERE kind = ?')

  return (query) => {
    const limit = pageNumber('limit', query.limit, { least: 1, most: MAX_PAGE, otherwise: LIST_PAGE })
    const kind = parts.names.known(query.kind)
    const after = query.cursor === undefined ? START : readCursor(query.cursor)
    if (kind === null) return { items: [] }
    const commons =
      commonsOf(parts, query.commons) ?? everyCommons.all(kind).map((row) => Number(row['commons']))
    const rows = commons
      .flatMap((number) => select.all(number, kind, after.listed, after.id, limit + 1) as ThingRow[])
      .sort((a, b) => b.listed - a.listed || b.id - a.id)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const next = last !== undefined && rows.length > limit ? { next: writeCursor(last) } : {}
    return { items: page.map((row) => listed(row, fieldsOf(row.id))), ...next }
  }
}

const START: Cursor = { listed: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }

function commonsOf(parts: QuestionParts, id: CommonsId | undefined): number[] | null {
  if (id === undefined) return null
  const number = parts.names.known(id)
  return number === null ? [] : [number]
}

function writeCursor({ listed, id }: Cursor): string {
  return `${listed.toString(36)}.${id.toString(36)}`
}

function readCursor(text: string): Cursor {
  const [listed, id] = (/^([0-9a-z]{1,11})\.([0-9a-z]{1,11})$/.exec(text)?.slice(1) ?? []).map((part) =>
    Number.parseInt(part, 36),
  )
  if (!Number.isSafeInteger(listed) || !Number.isSafeInteger(id)) {
    throw fail('VIEWS_CURSOR', { found: text.slice(0, 100), expected: 'the "next" of the page before' })
  }
  return { listed: listed!, id: id! }
}
