import type { RecordId } from '@allmende/vocabulary'
import type { Graph } from './graph.ts'
import { sameValue } from './same-value.ts'

/** A field that several people set without knowing of each other. */
export type Divergence = {
  field: string
  /** The values to choose from, each with the record that set it; the last is the one that is shown. */
  choices: { record: RecordId; value: unknown }[]
}

/** Fields in one walk: the bits of a JavaScript number, less its sign. */
const FIELDS_A_WALK = 30

/**
 * The fields whose last writers are several, none of which came after another, and disagree. A later record that
 * knew them all but left the field alone has not chosen. Of a field that adds up there is nothing to choose. One walk from the newest to the oldest for each 30 fields.
 */
export function findDivergences(
  graph: Graph,
  counts: readonly boolean[],
  addsUp: (field: string) => boolean,
): Divergence[] {
  if (isChain(graph)) return []
  const writers = writersByField(graph, counts, addsUp)
  const contested = [...writers].filter(([, places]) => places.length > 1).map(([field]) => field)
  const found: Divergence[] = []
  for (let start = 0; start < contested.length; start += FIELDS_A_WALK) {
    found.push(...walk(graph, counts, contested.slice(start, start + FIELDS_A_WALK), writers))
  }
  return found
}

/** The common case: everybody had seen what was there before. */
function isChain({ before }: Graph): boolean {
  return before.every((list, at) => at === 0 || list.includes(at - 1))
}

function writersByField(
  { order }: Graph,
  counts: readonly boolean[],
  addsUp: (field: string) => boolean,
): Map<string, number[]> {
  const writers = new Map<string, number[]>()
  for (const [at, { record }] of order.entries()) {
    if (!counts[at]) continue
    for (const field of Object.keys(record.body)) {
      if (addsUp(field)) continue
      const places = writers.get(field)
      if (places) places.push(at)
      else writers.set(field, [at])
    }
  }
  return writers
}

function walk(
  graph: Graph,
  counts: readonly boolean[],
  fields: readonly string[],
  writers: ReadonlyMap<string, number[]>,
): Divergence[] {
  const overwritten = overwrittenLater(graph, counts, fields)
  return fields.flatMap((field, bit) => {
    const last = writers.get(field)!.filter((at) => !(overwritten[at]! & (1 << bit)))
    const choices = last.map((at) => ({
      record: graph.order[at]!.id,
      value: graph.order[at]!.record.body[field],
    }))
    return choices.every(({ value }) => sameValue(value, choices[0]!.value)) ? [] : [{ field, choices }]
  })
}

/** For each record, as bits, the fields that some record after it sets again. */
function overwrittenLater(
  { order, before }: Graph,
  counts: readonly boolean[],
  fields: readonly string[],
): Int32Array {
  const later = new Int32Array(order.length)
  for (let at = order.length - 1; at >= 0; at--) {
    const { body } = order[at]!.record
    let bits = later[at]!
    if (counts[at]) fields.forEach((field, bit) => (bits |= Object.hasOwn(body, field) ? 1 << bit : 0))
    for (const other of before[at]!) later[other]! |= bits
  }
  return later
}
