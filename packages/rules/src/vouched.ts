import type { PersonId } from '@allmende/vocabulary'

/** `by` says that they know `person`. */
export type Vouch = { by: PersonId; person: PersonId }

/** Steps from a root. Over more hands than this nobody can say any more who answers for whom. */
export const MAX_VOUCH_STEPS = 5

/** Vouches of one person that count. One careless member must not be able to lift the quota for thousands. */
export const MAX_VOUCHES_EACH = 150

export type VouchedQuestion = {
  /** Whose word counts by itself: the viewer, and those whose logs the commons began with as the viewer knows it. */
  roots: readonly PersonId[]
  /** In the order in which each person wrote them. */
  vouches: readonly Vouch[]
  /** Whom the viewer has blocked: not vouched for, and their vouches don't count. */
  blocked?: ReadonlySet<PersonId>
}

/**
 * Everybody to whom a path of vouches leads from a root, in at most five steps, counting the first 150 vouches of
 * each person. The roots are among them. Personal: another viewer has other roots and gets another set.
 */
export function vouchedFor({ roots, vouches, blocked = new Set() }: VouchedQuestion): Set<PersonId> {
  const byPerson = vouchesByPerson(vouches)
  const reached = new Set(roots.filter((root) => !blocked.has(root)))
  let last = [...reached]
  for (let step = 0; step < MAX_VOUCH_STEPS && last.length > 0; step++) {
    const next: PersonId[] = []
    for (const person of last.flatMap((by) => byPerson.get(by) ?? [])) {
      if (reached.has(person) || blocked.has(person)) continue
      reached.add(person)
      next.push(person)
    }
    last = next
  }
  return reached
}

/** Whom each person vouches for: each once, and themselves not at all, so that the first 150 are 150 people. */
function vouchesByPerson(vouches: readonly Vouch[]): Map<PersonId, PersonId[]> {
  const sets = new Map<PersonId, Set<PersonId>>()
  for (const { by, person } of vouches) {
    let known = sets.get(by)
    if (!known) sets.set(by, (known = new Set()))
    if (person !== by && known.size < MAX_VOUCHES_EACH) known.add(person)
  }
  return new Map(Array.from(sets, ([by, people]) => [by, [...people]]))
}
