import type { ListQuery, ListResult } from '../contract.ts'
import { fail } from '../errors.ts'
import { LIST_PAGE, MAX_PAGE } from '../limits.ts'
import { createFieldsOf, createListed } from './listed.ts'
import { conditionsOf } from './narrowing.ts'
import { pageNumber } from './page.ts'
import type { QuestionParts, ThingRow } from './parts.ts'
import { createPrepared } from './prepared.ts'
import { createScan, type Spot, START } from './scan.ts'

/** Answers `list`. Pages go on from the last row shown, so that what arrives meanwhile shifts nothing. */
export function createList(parts: QuestionParts): (query: ListQuery) => ListResult {
  const listed = createListed(parts)
  const fieldsOf = createFieldsOf(parts)
  const scan = createScan(parts, createPrepared(parts.db))
  const select = parts.db.prepare('SELECT * FROM things WHERE id = ?')

  return (query) => {
    const limit = pageNumber('limit', query.limit, { least: 1, most: MAX_PAGE, otherwise: LIST_PAGE })
    const after = query.cursor === undefined ? START : readCursor(query.cursor)
    const of = {
      commons: query.commons === undefined ? null : (parts.names.known(query.commons) ?? -1),
      kind: parts.names.known(query.kind) ?? -1,
      order: query.order ?? ('newest' as const),
      conditions: conditionsOf(parts, query),
    }
    const spots = scan(of, after, limit + 1)
    const page = spots.slice(0, limit)
    const last = page.at(-1)
    const next = last !== undefined && spots.length > limit ? { next: writeCursor(last) } : {}
    return { items: page.map(({ id }) => listed(select.get(id) as ThingRow, fieldsOf(id))), ...next }
  }
}

function writeCursor({ spot, id }: Spot): string {
  return `${spot.toString(36)}.${id.toString(36)}`
}

function readCursor(text: string): Spot {
  const [spot, id] = (/^([0-9a-z]{1,11})\.([0-9a-z]{1,11})$/.exec(text)?.slice(1) ?? []).map((part) =>
    Number.parseInt(part, 36),
  )
  if (!Number.isSafeInteger(spot) || !Number.isSafeInteger(id)) {
    throw fail('VIEWS_CURSOR', { found: text.slice(0, 100), expected: 'the "next" of the page before' })
  }
  return { spot: spot!, id: id! }
}
