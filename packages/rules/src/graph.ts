import {
  type AnyRecord,
  type PersonId,
  type RecordId,
  compareRecordIds,
  compareStamps,
  placeOf,
} from '@allmende/vocabulary'

/** A record with what its log says about it. */
export type PlacedRecord = { id: RecordId; person: PersonId; record: AnyRecord }

/** The records of one thing in an order that every node computes alike, and what came after what. */
export type Graph = {
  /** A record stands behind everything it came after. */
  order: PlacedRecord[]
  /** For each place in `order`, the places of the records directly before it. */
  before: number[][]
}

/**
 * Orders the records of a thing: its first record first, then by `after` and by place within each log, ties by the
 * authors' stamps, then by id. Depends on nothing but the set of records. Ids in `after` that are not in the set
 * (not here yet, or of another thing) say nothing; a circle, which only liars can write, is cut at its earliest record.
 */
export function orderRecords(thing: RecordId, records: readonly PlacedRecord[]): Graph {
  if (records.length === 1) return { order: [...records], before: [[]] } // most things are one record
  const nodes = [...new Map(records.map((entry) => [entry.id, entry])).values()].sort(byStamp)
  const before = edges(thing, nodes)
  const sequence = topological(before)
  const position = new Map(sequence.map((node, at) => [node, at]))
  return {
    order: sequence.map((node) => nodes[node]!),
    // Edges that a cut circle left pointing backwards are dropped: from here on the order is the truth.
    before: sequence.map((node, at) =>
      before[node]!.map((other) => position.get(other)!).filter((p) => p < at),
    ),
  }
}

function byStamp(a: PlacedRecord, b: PlacedRecord): number {
  return compareStamps(a.record.clock, b.record.clock) || compareRecordIds(a.id, b.id)
}

/** For each node the nodes directly before it. */
function edges(thing: RecordId, nodes: readonly PlacedRecord[]): number[][] {
  const indexOf = new Map(nodes.map((node, index) => [node.id, index]))
  const root = indexOf.get(thing)
  const previous = previousInLog(nodes)
  return nodes.map((node, index) => {
    if (index === root) return []
    const cited = (node.record.after ?? [])
      .filter((id) => mayPrecede(id, node.id))
      .map((id) => indexOf.get(id))
    const all = [root, previous.get(node.id), ...cited]
    return [...new Set(all.filter((other) => other !== undefined && other !== index))] as number[]
  })
}

/** A log is a fact: nobody gets behind their own earlier record by leaving it out of `after`. */
function previousInLog(nodes: readonly PlacedRecord[]): Map<RecordId, number> {
  const sorted = nodes
    .map((node, index) => ({ id: node.id, index }))
    .sort((a, b) => compareRecordIds(a.id, b.id))
  const previous = new Map<RecordId, number>()
  for (let at = 1; at < sorted.length; at++) {
    if (sameLog(sorted[at - 1]!.id, sorted[at]!.id)) previous.set(sorted[at]!.id, sorted[at - 1]!.index)
  }
  return previous
}

/** In one log only what stands before can have been seen; of other logs nothing is known. */
function mayPrecede(id: RecordId, by: RecordId): boolean {
  return !sameLog(id, by) || compareRecordIds(id, by) < 0
}

function sameLog(a: RecordId, b: RecordId): boolean {
  return placeOf(a).log === placeOf(b).log
}

/** Kahn's algorithm. Nodes are numbered in the order of ties, so the smallest free number is always next. */
function topological(before: readonly number[][]): number[] {
  const waiting = before.map((list) => list.length)
  const after: number[][] = before.map(() => [])
  before.forEach((list, node) => list.forEach((other) => after[other]!.push(node)))
  const free = waiting.flatMap((count, node) => (count === 0 ? [node] : []))
  const done = new Set<number>()
  const sequence: number[] = []
  for (let lowest = 0; sequence.length < before.length;) {
    while (done.has(lowest)) lowest++
    const next = free.shift() ?? lowest
    if (done.has(next)) continue
    done.add(next)
    sequence.push(next)
    for (const node of after[next]!) if (--waiting[node]! === 0 && !done.has(node)) insert(free, node)
  }
  return sequence
}

function insert(free: number[], node: number): void {
  let low = 0
  let high = free.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (free[middle]! < node) low = middle + 1
    else high = middle
  }
  free.splice(low, 0, node)
}

/** The places of everything that stands before any of `places`, themselves included. */
export function pastOf({ before }: Graph, places: readonly number[]): Set<number> {
  const past = new Set<number>()
  const waiting = [...places]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (past.has(place)) continue
    past.add(place)
    waiting.push(...before[place]!)
  }
  return past
}
