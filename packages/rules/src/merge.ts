import { type Fields, type PersonId, type RecordId, isVersion } from '@allmende/vocabulary'
import { type AddedUp, addUp, addsUp } from './added-up.ts'
import { type Divergence, findDivergences } from './diverged.ts'
import { type Graph, type PlacedRecord, orderRecords } from './graph.ts'
import { type Refusal, judge } from './may-change.ts'

/** A thing as all of its records together say it is. */
export type MergedThing = AddedUp & {
  id: RecordId
  kind: string
  /** Who wrote the first record. */
  author: PersonId
  /** For each field the value of its last writer, but for those that add up. Has no prototype: names come from strangers. */
  fields: Fields
  /** For each field the record that set it. */
  setBy: { [field: string]: RecordId }
  /** The first record and every later one with files, parts or a version label (`isVersion`), oldest first. */
  versions: RecordId[]
  /** What nothing came after: to be cited in `after` by the next record. */
  heads: RecordId[]
  /** Fields that were set apart from each other to different values, and not again since. */
  diverged: Divergence[]
  /** Records that count, in the order they were folded. */
  order: RecordId[]
  /** Records that don't count, and why. */
  refused: Refusal[]
}

/**
 * Folds the records of a thing, field by field, the later over the earlier (`orderRecords`). Depends on nothing but
 * the set of records: not on their order of arrival, nor on any clock here. Records must have passed `validate`.
 * Null as long as the first record is not among them: without it nobody knows the kind or the author.
 */
export function mergeThing(thing: RecordId, records: readonly PlacedRecord[]): MergedThing | null {
  const first = records.find((entry) => entry.id === thing)
  if (!first || first.record.of !== undefined) return null
  const graph = orderRecords(
    thing,
    records.filter((entry) => belongs(entry, first)),
  )
  const { counts, refused } = judge(graph, first)
  return {
    id: thing,
    kind: first.record.kind,
    author: first.person,
    ...fold(graph, counts, first.record.kind),
    ...addUp(graph, counts, first.record.kind),
    versions: versionsOf(graph, counts, thing),
    heads: headsOf(graph, counts),
    diverged: findDivergences(graph, counts, (field) => addsUp(first.record.kind, field)),
    order: graph.order.filter((_, at) => counts[at]).map((entry) => entry.id),
    refused,
  }
}

/** A record of another kind about this thing, such as a comment, is a thing of its own. */
function belongs(entry: PlacedRecord, first: PlacedRecord): boolean {
  return entry === first || (entry.record.of === first.id && entry.record.kind === first.record.kind)
}

function fold(
  { order }: Graph,
  counts: readonly boolean[],
  kind: string,
): Pick<MergedThing, 'fields' | 'setBy'> {
  const fields = Object.create(null) as Fields
  const setBy = Object.create(null) as { [field: string]: RecordId }
  for (const [at, { id, record }] of order.entries()) {
    if (!counts[at]) continue
    for (const [field, value] of Object.entries(record.body)) {
      if (addsUp(kind, field)) continue
      fields[field] = value
      setBy[field] = id
    }
  }
  return { fields, setBy }
}

function versionsOf({ order }: Graph, counts: readonly boolean[], thing: RecordId): RecordId[] {
  return order
    .filter(({ id, record }, at) => counts[at] && (id === thing || isVersion(record.body)))
    .map((entry) => entry.id)
}

/** A head may have refused records behind it: those are not there for us. */
function headsOf({ order, before }: Graph, counts: readonly boolean[]): RecordId[] {
  const overtaken = order.map(() => false)
  for (let at = order.length - 1; at >= 0; at--) {
    if (!counts[at] && !overtaken[at]) continue
    for (const other of before[at]!) overtaken[other] = true
  }
  return order.filter((_, at) => counts[at] && !overtaken[at]).map((entry) => entry.id)
}
