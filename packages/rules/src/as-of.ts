import type { RecordId } from '@allmende/vocabulary'
import { type PlacedRecord, orderRecords, pastOf } from './graph.ts'

/** The records of a thing that somebody had seen who cites certain heads. */
export type Past = {
  records: PlacedRecord[]
  /** Cited heads that are not here. Until they come, what rests on them can't be judged. */
  missing: RecordId[]
}

/** The causal past of `heads`, heads included. `mergeThing` of it is the thing as it was known there. */
export function asOf(thing: RecordId, records: readonly PlacedRecord[], heads: readonly RecordId[]): Past {
  const graph = orderRecords(thing, records)
  const places = new Map(graph.order.map((entry, at) => [entry.id, at]))
  const past = pastOf(
    graph,
    heads.flatMap((head) => places.get(head) ?? []),
  )
  return {
    records: graph.order.filter((_, at) => past.has(at)),
    missing: heads.filter((head) => !places.has(head)),
  }
}
