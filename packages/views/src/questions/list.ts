import type { ListQuery, ListResult } from '../contract.ts'
import { LIST_PAGE, MAX_PAGE } from '../limits.ts'
import { narrowedList, notOurs, pageNumber, readCursor, writeCursor } from '../paging.ts'
import { createFieldsOf, createListed } from './listed.ts'
import { conditionsOf } from './narrowing.ts'
import type { QuestionParts, ThingRow } from './parts.ts'
import { createPrepared } from '../prepared.ts'
import { createScan, type Spot, START } from './scan.ts'

/** Answers `list`. Pages go on from the last row shown, so that what arrives meanwhile shifts nothing. */
export function createList(parts: QuestionParts): (query: ListQuery) => ListResult {
  const listed = createListed(parts)
  const fieldsOf = createFieldsOf(parts)
  const scan = createScan(parts, createPrepared(parts.db))
  const select = parts.db.prepare('SELECT * FROM things WHERE id = ?')

  return (query) => {
    const limit = pageNumber('limit', query.limit, { least: 1, most: MAX_PAGE, otherwise: LIST_PAGE })
    const after = query.cursor === undefined ? START : spotIn(query, query.cursor)
    const of = {
      commons: query.commons === undefined ? null : (parts.names.known(query.commons) ?? -1),
      kind: parts.names.known(query.kind) ?? -1,
      order: query.order ?? ('newest' as const),
      conditions: conditionsOf(parts, query),
    }
    const spots = scan(of, after, limit + 1)
    const page = spots.slice(0, limit)
    const last = page.at(-1)
    const next =
      last !== undefined && spots.length > limit
        ? { next: writeCursor(listIn(query), [last.spot, last.id]) }
        : {}
    return { items: page.map(({ id }) => listed(select.get(id) as ThingRow, fieldsOf(id))), ...next }
  }
}

/** What is left out may change from page to page; anything else makes another list of it. */
function listIn(query: ListQuery): unknown[] {
  const { limit: _limit, cursor: _cursor, except: _except, ...list } = query
  return narrowedList('list', list)
}

function spotIn(query: ListQuery, text: string): Spot {
  const [spot, id] = readCursor(listIn(query), text)
  if (!Number.isSafeInteger(spot) || !Number.isSafeInteger(id)) throw notOurs(text)
  return { spot: spot as number, id: id as number }
}
