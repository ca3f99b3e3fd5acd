import type { DraftAnswer, RecordId, Settled } from '@allmende/vocabulary'
import type { Graph } from './graph.ts'

/** An answer to a suggestion, with the record that gives it. */
export type SettledBy = Settled & Pick<DraftAnswer, 'pieces' | 'declined'> & { record: RecordId }

/** A version of another good whose changes were taken in, with the record that did so. */
export type TakenIn = { record: RecordId; version: RecordId }

/** What a thing says in the fields that no later record replaces. */
export type AddedUp = {
  /** In the order of the fold; of several answers to one suggestion the last one counts. */
  settled: SettledBy[]
  merges: TakenIn[]
  /** Comments that are done with. */
  resolved: RecordId[]
}

/** Fields that add up over the records of a thing. Apart from each other they agree: each only says more. */
const ADDING: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['good', new Set(['settles', 'merges'])],
  ['draft', new Set(['settles', 'resolves'])],
])

export function addsUp(kind: string, field: string): boolean {
  return ADDING.get(kind)?.has(field) === true
}

/** Collects from the records that count what adds up. */
export function addUp({ order }: Graph, counts: readonly boolean[], kind: string): AddedUp {
  const all: AddedUp = { settled: [], merges: [], resolved: [] }
  if (!ADDING.has(kind)) return all
  for (const [at, { id, record }] of order.entries()) {
    if (!counts[at]) continue
    const { settles, merges, resolves } = record.body
    if (Array.isArray(settles)) {
      for (const answer of settles as Settled[]) all.settled.push({ ...answer, record: id })
    }
    if (Array.isArray(merges)) {
      for (const version of merges as RecordId[]) all.merges.push({ record: id, version })
    }
    if (Array.isArray(resolves)) all.resolved.push(...(resolves as RecordId[]))
  }
  return all
}
