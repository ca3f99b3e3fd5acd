import { type CommonsId, compareRecordIds, type PersonId, placeOf, type RecordId } from '@allmende/vocabulary'
import { type Exclusion, exclusions, rightOf, type Vouches } from './exclusions.ts'
import { orderRecords, pastOf, type PlacedRecord } from './graph.ts'

/** A record of the kind `epoch` that names a next epoch, and in which epoch it lies. */
export type EpochStatement = PlacedRecord & { in: CommonsId }

export type Epoch = {
  id: CommonsId
  /** 0 for the first. */
  number: number
  /** The epoch whose last word named it; null for the first. */
  from: CommonsId | null
  /** The records that name it with the right to. */
  by: RecordId[]
  author: PersonId | null
  /** Whom its key was not given to, since they were excluded before it. */
  without: ReadonlySet<PersonId>
}

export type EpochsQuestion = {
  /** The id of the commons, which is that of its first epoch. */
  root: CommonsId
  founder: PersonId | undefined
  vouches: Vouches
  /** Records of the kind `epoch` with `next`. */
  statements: readonly EpochStatement[]
  /** Records of the kind `exclude`: which of them a change of the key had seen says whom it leaves out. */
  exclusions: readonly PlacedRecord[]
  excluded: ReadonlyMap<PersonId, Exclusion>
  /** Epochs whose key a device has that was retired: whoever found or took it may read on. */
  exposed: ReadonlySet<CommonsId>
}

export type Epochs = {
  /** All that count, the first one first; each after the one it follows. */
  all: Epoch[]
  /** Which is written in: of those that leave out everybody who is excluded, and every retired device, the furthest, and of equals the one with the smallest id. */
  current: CommonsId
  /** Somebody who is excluded, or a retired device, may have the key of the current one: it has to be changed. */
  needed: boolean
}

/** Which changes of the read key count and which key is written under: alike on every node that has the same records. */
export function epochs(question: EpochsQuestion): Epochs {
  const { excluded, exposed } = question
  const all = counted(question)
  const safe = all.filter(
    ({ id, without }) => !exposed.has(id) && [...excluded.keys()].every((person) => without.has(person)),
  )
  const candidates = safe.length > 0 ? safe : all
  const current = candidates.reduce((best, one) => (isFurther(one, best) ? one : best))
  return { all, current: current.id, needed: safe.length === 0 }
}

function isFurther(one: Epoch, than: Epoch): boolean {
  return one.number > than.number || (one.number === than.number && one.id < than.id)
}

function counted(question: EpochsQuestion): Epoch[] {
  const { root, statements, founder, vouches, excluded } = question
  const withRight = statements.filter(
    (one) => rightOf(one, founder, vouches) !== null && !isBeyond(one, excluded.get(one.person)),
  )
  const named = new Map<CommonsId, EpochStatement[]>()
  for (const one of withRight.toSorted((a, b) => compareRecordIds(a.id, b.id))) {
    const id = one.record.body['next'] as CommonsId
    const before = named.get(id) ?? []
    // One key follows one other: whoever names it elsewhere again says nothing.
    if (id !== root && (before.length === 0 || before[0]!.in === one.in)) named.set(id, [...before, one])
  }
  const first: Epoch = { id: root, number: 0, from: null, by: [], author: null, without: new Set() }
  const found = new Map<CommonsId, Epoch>([[root, first]])
  // Each round finds those that follow the ones found before; a circle is never entered.
  for (let before = 0; found.size > before;) {
    before = found.size
    for (const [id, records] of named) {
      const from = found.get(records[0]!.in)
      if (from && !found.has(id)) found.set(id, epochOf(question, id, from, records))
    }
  }
  return [...found.values()].toSorted((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1))
}

function epochOf(question: EpochsQuestion, id: CommonsId, from: Epoch, records: EpochStatement[]): Epoch {
  const [first, ...others] = records.map((one) => leftOut(question, one))
  // Each of them hands out the key: left out is only who was left out by all.
  const without = new Set([...first!].filter((person) => others.every((one) => one.has(person))))
  const by = records.map((one) => one.id)
  return { id, number: from.number + 1, from: from.id, by, author: records[0]!.person, without }
}

function isBeyond({ id }: PlacedRecord, exclusion: Exclusion | undefined): boolean {
  const { log, block } = placeOf(id)
  return exclusion !== undefined && block >= (exclusion.stays.get(log)?.records ?? 0)
}

/** Whom the author of a change of the key had seen excluded. */
function leftOut({ founder, vouches, exclusions: said }: EpochsQuestion, { record }: EpochStatement) {
  const graph = orderRecords('' as RecordId, said)
  const places = graph.order.flatMap(({ id }, at) => ((record.after ?? []).includes(id) ? [at] : []))
  const past = [...pastOf(graph, places)].map((at) => graph.order[at]!)
  return new Set(exclusions({ founder, vouches, statements: past }).keys())
}
