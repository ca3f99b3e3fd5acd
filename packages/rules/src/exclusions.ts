import { type LogKey, type PersonId, placeOf, type RecordId } from '@allmende/vocabulary'
import { type Graph, orderRecords, pastOf, type PlacedRecord } from './graph.ts'

/** How many blocks of a log stay. */
export type Stays = { records: number; edits: number }

/** A standing exclusion: by whom, and what of the person's logs is kept. */
export type Exclusion = {
  person: PersonId
  /** The statements that stand, and who made them. */
  by: { id: RecordId; author: PersonId; note?: string }[]
  /** Of logs that aren't named nothing stays. */
  stays: ReadonlyMap<LogKey, Stays>
  /** The founder has said so: then nothing of theirs counts beyond what stays, not even what they say of members. */
  byFounder: boolean
}

export type Vouches = ReadonlyMap<RecordId, { by: PersonId; person: PersonId }>

export type ExclusionsQuestion = {
  /** Whose word counts by itself: who founded the commons, as far as is known. */
  founder: PersonId | undefined
  /** Records of the kind `exclude`. */
  statements: readonly PlacedRecord[]
  /** For each record of the kind `vouch` who vouched for whom. */
  vouches: Vouches
}

type Body = {
  person: PersonId
  note?: string
  ends?: true
  stays?: readonly ({ log: LogKey } & Stays)[]
}

/**
 * Who is excluded, by what was said and by what those who said it had seen. Depends on the set of statements alone, not
 * on the order of their arrival.
 *
 * The founder's word comes first and rests on nobody else's. Of what two others say together, one pair may exclude
 * somebody of another pair while that one does the same: then both are excluded, alike everywhere, and the founder can
 * take them in again. Had one to come before the other, nodes that heard the one first would refuse to hear the other.
 */
export function exclusions({ founder, statements, vouches }: ExclusionsQuestion): Map<PersonId, Exclusion> {
  if (founder === undefined) return new Map()
  const byFounder = new Deciding(
    statements.filter(({ person }) => person === founder),
    founder,
  )
  const first = byFounder.all()
  const heard = statements.filter(
    (one) => rightOf(one, founder, vouches) !== null && !isBeyond(one, first.get(one.person)),
  )
  return new Deciding(heard, founder).all(first)
}

/**
 * The right by which somebody decides who is a member: as the founder, or by a vouch of the founder for them that the
 * record cites. What isn't cited gives no right, however true it is: else the answer would change when a vouch arrives late.
 */
export function rightOf(
  { person, record }: Pick<PlacedRecord, 'person' | 'record'>,
  founder: PersonId | undefined,
  vouches: Vouches,
): 'founder' | 'vouched' | null {
  if (founder === undefined) return null
  if (person === founder) return 'founder'
  const gives = (id: RecordId): boolean => {
    const vouch = vouches.get(id)
    return vouch?.by === founder && vouch.person === person
  }
  return (record.after ?? []).some(gives) ? 'vouched' : null
}

function isBeyond({ id }: PlacedRecord, exclusion: Exclusion | undefined): boolean {
  const { log, block } = placeOf(id)
  return exclusion !== undefined && block >= (exclusion.stays.get(log)?.records ?? 0)
}

/** Statements with the right to decide, and what they come to. */
class Deciding {
  readonly #graph: Graph
  readonly #pasts: Set<number>[]
  readonly #founder: PersonId
  /** Those that count: not those of somebody who had seen, when they wrote, that they were excluded. */
  readonly #counting = new Set<number>()

  constructor(statements: readonly PlacedRecord[], founder: PersonId) {
    this.#founder = founder
    this.#graph = orderRecords('' as RecordId, statements)
    this.#pasts = this.#graph.order.map((_, at) => pastOf(this.#graph, [at]))
    for (const [at, { person }] of this.#graph.order.entries()) {
      const past = this.#pasts[at]!
      const isHeard = (place: number): boolean => place !== at && past.has(place) && this.#counting.has(place)
      if (this.#standing(person, isHeard).length === 0) this.#counting.add(at)
    }
  }

  all(first: ReadonlyMap<PersonId, Exclusion> = new Map()): Map<PersonId, Exclusion> {
    const found = new Map(first)
    for (const person of new Set(this.#graph.order.map(({ record }) => (record.body as Body).person))) {
      const standing = this.#standing(person, (at) => this.#counting.has(at))
      if (standing.length === 0) continue
      const records = standing.map((at) => this.#graph.order[at]!)
      found.set(person, exclusionOf(person, records, this.#founder))
    }
    return found
  }

  /** The exclusions of a person that stand among what counts; empty when they don't come to one. */
  #standing(person: PersonId, counts: (at: number) => boolean): number[] {
    if (person === this.#founder) return []
    const about = [...this.#graph.order.keys()].filter((at) => counts(at) && this.#body(at).person === person)
    const endings = about.filter((at) => this.#body(at).ends)
    const isEnded = (at: number): boolean => {
      const enders = endings.filter((ending) => this.#pasts[ending]!.has(at))
      // What the founder said, only the founder takes back.
      return this.#isEnough(
        this.#saidByFounder(at) ? enders.filter((one) => this.#saidByFounder(one)) : enders,
      )
    }
    const standing = about.filter((at) => !this.#body(at).ends && !isEnded(at))
    return this.#isEnough(standing) ? standing : []
  }

  /** The founder, or two others together: nobody is indispensable, and nobody else decides alone. */
  #isEnough(places: readonly number[]): boolean {
    const authors = new Set(places.map((at) => this.#graph.order[at]!.person))
    return authors.has(this.#founder) || authors.size >= 2
  }

  #saidByFounder(at: number): boolean {
    return this.#graph.order[at]!.person === this.#founder
  }

  #body(at: number): Body {
    return this.#graph.order[at]!.record.body as Body
  }
}

function exclusionOf(person: PersonId, standing: readonly PlacedRecord[], founder: PersonId): Exclusion {
  const stays = new Map<LogKey, Stays>()
  for (const { record } of standing) {
    for (const { log, records, edits } of (record.body as Body).stays ?? []) {
      const before = stays.get(log) ?? { records: 0, edits: 0 }
      // Of several that excluded somebody, one saw more of them: what one of them saw and let stand, stays.
      stays.set(log, { records: Math.max(before.records, records), edits: Math.max(before.edits, edits) })
    }
  }
  const by = standing.map(({ id, person: author, record }) => {
    const { note } = record.body as Body
    return { id, author, ...(note !== undefined && { note }) }
  })
  return { person, by, stays, byFounder: standing.some((one) => one.person === founder) }
}
