import type { Fields, PersonId, RecordId } from '@allmende/vocabulary'
import { type DraftState, draftState, mayEdit } from './edit-right.ts'
import type { Graph, PlacedRecord } from './graph.ts'

/** A record that does not count. */
export type Refusal = {
  id: RecordId
  reason: 'not-the-author' | 'not-an-editor' | 'only-the-author-sets-this'
}

/** What the editors of a draft may set beside its text. Who may edit is for its author alone to say. */
const EDITORS_FIELDS = new Set(['title', 'language'])

/** Says of each record in the order whether it counts. */
export function judge(graph: Graph, first: PlacedRecord): { counts: boolean[]; refused: Refusal[] } {
  const stateBefore = first.record.kind === 'draft' ? draftStates(graph, first.person) : null
  const counts: boolean[] = []
  const refused: Refusal[] = []
  for (const [at, entry] of graph.order.entries()) {
    const reason = refusal(entry, first, stateBefore && (() => stateBefore(at)))
    counts.push(reason === null)
    if (reason !== null) refused.push({ id: entry.id, reason })
  }
  return { counts, refused }
}

function refusal(
  { person, record }: PlacedRecord,
  first: PlacedRecord,
  state: (() => DraftState) | null,
): Refusal['reason'] | null {
  if (person === first.person) return null
  if (!state) return 'not-the-author'
  if (Object.keys(record.body).some((field) => !EDITORS_FIELDS.has(field))) return 'only-the-author-sets-this'
  return mayEdit(state(), person) ? null : 'not-an-editor'
}

/**
 * Who may edit, as the record at a place could know it: from the author's records it came after, and from no others,
 * so that the answer is the same on every node and never changes when something arrives late. Which of those it came
 * after is kept as bits, so that ten thousand records by one editor cost one walk and not one each.
 */
function draftStates(graph: Graph, author: PersonId): (at: number) => DraftState {
  const rulings = graph.order.flatMap((entry, at) => (entry.person === author && rules(entry) ? [at] : []))
  const bitOf = new Map(rulings.map((at, bit) => [at, 1n << BigInt(bit)]))
  const past: bigint[] = []
  const states = new Map<bigint, DraftState>()
  for (const before of graph.before) {
    past.push(before.reduce((bits, other) => bits | past[other]! | (bitOf.get(other) ?? 0n), 0n))
  }
  return (at) => {
    const known = past[at]!
    let state = states.get(known)
    if (!state) {
      state = stateOf(
        rulings.filter((ruling) => known & bitOf.get(ruling)!).map((ruling) => graph.order[ruling]!),
        author,
      )
      states.set(known, state)
    }
    return state
  }
}

function rules({ record }: PlacedRecord): boolean {
  return record.body['editors'] !== undefined || record.body['invited'] !== undefined
}

function stateOf(rulings: readonly PlacedRecord[], author: PersonId): DraftState {
  const fields: Fields = {}
  for (const { record } of rulings) {
    if (record.body['editors'] !== undefined) fields['editors'] = record.body['editors']
    if (record.body['invited'] !== undefined) fields['invited'] = record.body['invited']
  }
  return draftState({ author, fields })
}
