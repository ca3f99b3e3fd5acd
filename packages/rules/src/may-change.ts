import type { PersonId, RecordId } from '@allmende/vocabulary'
import { draftState, mayEdit } from './edit-right.ts'
import { type Graph, type PlacedRecord, pastOf } from './graph.ts'

/** A record that does not count. */
export type Refusal = {
  id: RecordId
  reason: 'not-the-author' | 'not-an-editor' | 'only-the-author-sets-this'
}

/** What the editors of a draft may set beside its text. Who may edit is for its author alone to say. */
const EDITORS_FIELDS = new Set(['title', 'language'])

/** Says of each record in the order whether it counts. */
export function judge(graph: Graph, first: PlacedRecord): { counts: boolean[]; refused: Refusal[] } {
  const counts: boolean[] = []
  const refused: Refusal[] = []
  for (const [at, entry] of graph.order.entries()) {
    const reason = refusal(graph, at, entry, first)
    counts.push(reason === null)
    if (reason !== null) refused.push({ id: entry.id, reason })
  }
  return { counts, refused }
}

function refusal(
  graph: Graph,
  at: number,
  entry: PlacedRecord,
  first: PlacedRecord,
): Refusal['reason'] | null {
  if (entry.person === first.person) return null
  if (first.record.kind !== 'draft') return 'not-the-author'
  if (Object.keys(entry.record.body).some((field) => !EDITORS_FIELDS.has(field)))
    return 'only-the-author-sets-this'
  return mayEdit(stateBefore(graph, at, first.person), entry.person) ? null : 'not-an-editor'
}

/**
 * Who may edit, as the record at `at` could know it: from the author's records it came after, and from no others,
 * so that the answer is the same on every node and never changes when something arrives late.
 */
function stateBefore(graph: Graph, at: number, author: PersonId) {
  const past = pastOf(graph, graph.before[at]!)
  const fields: { [field: string]: unknown } = {}
  for (const place of [...past].sort((a, b) => a - b)) {
    const { person, record } = graph.order[place]!
    if (person !== author) continue
    if (record.body['editors'] !== undefined) fields['editors'] = record.body['editors']
    if (record.body['invited'] !== undefined) fields['invited'] = record.body['invited']
  }
  return draftState({ author, fields })
}
