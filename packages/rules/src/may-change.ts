import type { Fields, PersonId, RecordId } from '@allmende/vocabulary'
import { draftState, mayEdit } from './edit-right.ts'
import type { Graph, PlacedRecord } from './graph.ts'
import { mayTend, tendState } from './tend-right.ts'

/** A record that does not count. */
export type Refusal = {
  id: RecordId
  reason: 'not-the-author' | 'not-an-editor' | 'not-a-maintainer' | 'only-the-author-sets-this'
}

/** How others than its author may change a thing of some kind. */
type Others = {
  /** The fields by which its author says who may. */
  saidBy: readonly string[]
  /** Whether those may set a field. Who may is for the author alone to say, in every kind. */
  settable: (field: string) => boolean
  may: (said: { author: PersonId; fields: Fields }, person: PersonId) => boolean
  elseRefused: Refusal['reason']
}

/** What the editors of a draft may set beside its text. */
const EDITORS_FIELDS = new Set(['title', 'language', 'settles', 'resolves'])

/** A thing of any other kind is its author's alone. */
const OTHERS: ReadonlyMap<string, Others> = new Map([
  [
    'draft',
    {
      saidBy: ['editors', 'invited', 'closed'],
      settable: (field: string) => EDITORS_FIELDS.has(field),
      may: (said: { author: PersonId; fields: Fields }, person: PersonId) =>
        mayEdit(draftState(said), person),
      elseRefused: 'not-an-editor',
    },
  ],
  [
    'good',
    {
      saidBy: ['maintainers'],
      settable: (field: string) => field !== 'maintainers',
      may: (said: { author: PersonId; fields: Fields }, person: PersonId) => mayTend(tendState(said), person),
      elseRefused: 'not-a-maintainer',
    },
  ],
])

/** Says of each record in the order whether it counts. */
export function judge(graph: Graph, first: PlacedRecord): { counts: boolean[]; refused: Refusal[] } {
  const others = OTHERS.get(first.record.kind)
  const said = others && saidBefore(graph, first.person, others.saidBy)
  const counts: boolean[] = []
  const refused: Refusal[] = []
  for (const [at, entry] of graph.order.entries()) {
    const reason = refusal(entry, first, others, () => said!(at))
    counts.push(reason === null)
    if (reason !== null) refused.push({ id: entry.id, reason })
  }
  return { counts, refused }
}

function refusal(
  { person, record }: PlacedRecord,
  first: PlacedRecord,
  others: Others | undefined,
  said: () => Fields,
): Refusal['reason'] | null {
  if (person === first.person) return null
  if (!others) return 'not-the-author'
  if (!others.may({ author: first.person, fields: said() }, person)) return others.elseRefused
  return Object.keys(record.body).every(others.settable) ? null : 'only-the-author-sets-this'
}

/**
 * What the author had said in some fields, as the record at a place could know it: from the author's records it came
 * after, and from no others, so that the answer is the same on every node and never changes when something arrives
 * late. Of those the last in the order counts, field by field, so it is enough to carry one place a field along: ten
 * thousand records cost one walk and not one each.
 */
function saidBefore(graph: Graph, author: PersonId, fields: readonly string[]): (at: number) => Fields {
  const lastOf = new Map(fields.map((field) => [field, lastSet(graph, author, field)]))
  return (at) => {
    const said: Fields = {}
    for (const [field, last] of lastOf) {
      if (last[at]! >= 0) said[field] = graph.order[last[at]!]!.record.body[field]
    }
    return said
  }
}

/** For each place the last place before it where the author set a field; -1 for none. */
function lastSet({ order, before }: Graph, author: PersonId, field: string): Int32Array {
  const sets = order.map(({ person, record }) => person === author && record.body[field] !== undefined)
  const last = new Int32Array(order.length).fill(-1)
  for (const [at, others] of before.entries()) {
    for (const other of others) last[at] = Math.max(last[at]!, sets[other] ? other : last[other]!)
  }
  return last
}
