import type { SQLInputValue } from 'node:sqlite'
import { THING_KINDS } from '../thing-records.ts'
import type { Conditions } from './narrowing.ts'
import type { QuestionParts } from './parts.ts'
import type { Prepared } from '../prepared.ts'

export type ScanOrder = 'alive' | 'newest'

/** Where a thing stands in an order: the first has the highest. */
export type Spot = { spot: number; id: number }

export const START: Spot = { spot: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }

/** Which things are to be walked through. Commons and kind as numbers; null for any. */
export type Scan = {
  commons: number | null
  kind: number | null
  order: ScanOrder
  conditions: Conditions
}

/**
 * Walks through things in an order, from a spot on, along the indexes: a page costs the same wherever it is, unless the
 * conditions leave out nearly all. What has a mark (`alive`) and what has none stand apart, and are merged here.
 */
export function createScan(parts: QuestionParts, prepared: Prepared) {
  const page = (sql: string, values: SQLInputValue[]) => prepared(sql).all(...values) as Spot[]

  function* sources({ commons, kind, order, conditions }: Scan): Generator<[sql: string, pair: number[]]> {
    const and = conditions.sql.map((each) => ` AND ${each}`).join('')
    if (conditions.match !== null) return yield [matching(order, and), []]
    for (const pair of pairs(parts, commons, kind)) {
      const good = pair[1] === parts.names.known('good')
      if (good) yield [order === 'alive' ? alive(and) : marked(and), pair]
      if (!conditions.marked || !good) yield [plain(and), pair]
    }
  }

  return (scan: Scan, after: Spot, limit: number): Spot[] => {
    const { match, values } = scan.conditions
    const first = match === null ? [] : [match, scan.commons, scan.kind]
    const found: Spot[] = []
    for (const [sql, pair] of sources(scan)) {
      found.push(...page(sql, [...first, ...pair, after.spot, after.id, ...values, limit] as SQLInputValue[]))
    }
    return found.sort((a, b) => b.spot - a.spot || b.id - a.id).slice(0, limit)
  }
}

/** How many things a scan would come upon, from its beginning to its end. */
export function createTotal(parts: QuestionParts, prepared: Prepared): (scan: Scan) => number {
  const things = parts.db.prepare('SELECT things FROM tallies WHERE commons = ? AND kind = ?')
  return ({ commons, kind, conditions }) => {
    const { sql, values, match } = conditions
    const all = [...pairs(parts, commons, kind)]
    if (sql.length === 0 && match === null) {
      return all.reduce((sum, pair) => sum + Number(things.get(...pair)?.['things'] ?? 0), 0)
    }
    const and = sql.map((each) => ` AND ${each}`).join('')
    if (match !== null) {
      const counted = prepared(`SELECT count(*) AS n ${MATCHING}${and}`)
      return Number(counted.get(match, commons, kind, ...values)?.['n'])
    }
    const counted = prepared(`SELECT count(*) AS n FROM things t WHERE t.commons = ? AND t.kind = ?${and}`)
    return all.reduce((sum, pair) => sum + Number(counted.get(...pair, ...values)?.['n']), 0)
  }
}

/** Commons and kinds that have things. */
function* pairs({ db, names }: QuestionParts, commons: number | null, kind: number | null) {
  const select = db.prepare(
    'SELECT commons, kind FROM tallies WHERE things > 0 AND commons = ifnull(?1, commons) AND kind = ifnull(?2, kind)',
  )
  for (const row of select.all(commons, kind)) {
    const pair: [commons: number, kind: number] = [Number(row['commons']), Number(row['kind'])]
    if (THING_KINDS.has(names.name(pair[1]))) yield pair
  }
}

const OF_PAIR = 'WHERE t.commons = ? AND t.kind = ?'

const plain = (and: string) =>
  `SELECT t.id, t.listed AS spot FROM things t INDEXED BY things_listed ${OF_PAIR} AND t.alive IS NULL
   AND (t.listed, t.id) < (?, ?)${and} ORDER BY t.listed DESC, t.id DESC LIMIT ?`

const marked = (and: string) =>
  `SELECT t.id, t.listed AS spot FROM things t INDEXED BY things_marked ${OF_PAIR} AND t.alive IS NOT NULL
   AND (t.listed, t.id) < (?, ?)${and} ORDER BY t.listed DESC, t.id DESC LIMIT ?`

const alive = (and: string) =>
  `SELECT t.id, t.alive AS spot FROM things t INDEXED BY things_listed ${OF_PAIR}
   AND (t.alive, t.id) < (?, ?)${and} ORDER BY t.alive DESC, t.id DESC LIMIT ?`

const MATCHING = `FROM search CROSS JOIN things t ON t.id = search.rowid
  WHERE search MATCH ? AND t.commons = ifnull(?, t.commons) AND t.kind = ifnull(?, t.kind)`

const matching = (order: ScanOrder, and: string) => {
  const spot = order === 'alive' ? 'ifnull(t.alive, t.listed)' : 't.listed'
  return `SELECT t.id, ${spot} AS spot ${MATCHING} AND (${spot}, t.id) < (?, ?)${and} ORDER BY spot DESC, t.id DESC LIMIT ?`
}
