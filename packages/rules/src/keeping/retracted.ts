import {
  compareRecordIds,
  compareStamps,
  type PersonId,
  type RecordId,
  type Stamp,
} from '@allmende/vocabulary'
import { asOf } from '../as-of.ts'
import type { PlacedRecord } from '../graph.ts'
import { mergeThing } from '../merge.ts'
import { mayTend, tendState } from '../tend-right.ts'

/** A record of the kind `retraction`, with who wrote it and which heads of the thing they had seen. */
export type RetractionRecordOf = {
  readonly id: RecordId
  readonly author: PersonId
  readonly stamp: Stamp
  readonly after: readonly RecordId[]
  readonly note: string | null
  readonly withdrawn: boolean
}

/** Somebody who tends a thing asks all others to forget it. */
export type Retraction = {
  readonly by: PersonId
  readonly at: number
  readonly note: string | null
}

/**
 * Who asks now that a thing be forgotten. Of each person the newest record counts; whether they may is judged by the heads
 * they cite, as for a change of the thing, so that it never changes when something arrives late. While cited heads are not
 * here nobody is taken to have asked.
 */
export function standingRetractions(
  thing: RecordId,
  history: readonly PlacedRecord[],
  asked: readonly RetractionRecordOf[],
): Retraction[] {
  const newest = new Map<PersonId, RetractionRecordOf>()
  for (const record of asked) {
    const before = newest.get(record.author)
    if (!before || later(record, before) > 0) newest.set(record.author, record)
  }
  return [...newest.values()]
    .filter((record) => !record.withdrawn && mayAsk(thing, history, record))
    .sort(later)
    .map(({ author, stamp, note }) => ({ by: author, at: stamp[0], note }))
}

function mayAsk(
  thing: RecordId,
  history: readonly PlacedRecord[],
  { author, after }: RetractionRecordOf,
): boolean {
  const { records, missing } = asOf(thing, history, after)
  if (missing.length > 0) return false
  const seen = mergeThing(thing, records)
  return seen !== null && mayTend(tendState(seen), author)
}

function later(a: RetractionRecordOf, b: RetractionRecordOf): number {
  return compareStamps(a.stamp, b.stamp) || compareRecordIds(a.id, b.id)
}
