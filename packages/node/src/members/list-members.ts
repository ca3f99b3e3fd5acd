import { rightOf } from '@allmende/rules'
import { pageOf, type PersonView } from '@allmende/views'
import { type PersonId, recordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { MemberInfo, MembersInfo } from '../contract-members.ts'
import type { PageRequest } from '../contract-pages.ts'
import { PAGE } from '../pages.ts'
import type { Parts } from '../parts.ts'
import { refOf } from './membership.ts'
import type { StandingWatch } from './watch.ts'

/** What is asked once for all members of a page. */
type Known = {
  readonly commons: OpenCommons
  readonly names: ReadonlyMap<string, string>
  readonly listed: ReadonlyMap<PersonId, PersonView>
  readonly owners: readonly { readonly person: PersonId; readonly node: string }[]
}

/**
 * Everybody who ever wrote in a commons, and how they stand in it: oneself first, then the founder, then by id. By the time of
 * their coming they would not stay in their places from page to page: a further device may tell of an earlier one.
 */
export async function membersOf(
  parts: Parts,
  watch: StandingWatch,
  request: PageRequest & { readonly commons?: string },
): Promise<MembersInfo> {
  const commons = parts.book.forWriting(request.commons)
  await watch.apply(commons)
  const { founder, name } = commons.entry
  const people = await parts.views.people(commons.id)
  const names = new Map(people.flatMap((one) => (one.name === undefined ? [] : [[one.person, one.name]])))
  const listed = new Map(people.map((one) => [one.person, one]))
  const standing = parts.policy.standing(commons.id)
  const everybody = new Set([...listed.keys(), ...standing.excluded.keys(), ...standing.blocked])
  const self = parts.logs.identity?.person
  const { items, ...next } = pageOf([...everybody], request, {
    of: ['members', commons.id],
    ...PAGE,
    key: (person) => [person === self ? 0 : person === founder ? 1 : 2, person],
  })
  const known = { commons, names, listed, owners: await parts.owners.in(commons.id) }
  return {
    commons: commons.id,
    commonsName: name,
    public: commons.entry.public,
    founder: founder === undefined ? null : refOf(names, founder),
    epoch: standing.keys?.all.find(({ id }) => id === commons.logs.writing.id)?.number ?? 0,
    total: everybody.size,
    members: await Promise.all(items.map((person) => memberInfo(parts, known, person))),
    ...next,
  }
}

async function memberInfo(parts: Parts, known: Known, person: PersonId): Promise<MemberInfo> {
  const { commons, names, listed, owners } = known
  const standing = parts.policy.standing(commons.id)
  const exclusion = standing.excluded.get(person)
  const nodes = owners.flatMap((owner) => (owner.person === person ? [owner.node] : []))
  return {
    ...refOf(names, person),
    name: names.get(person) ?? parts.blocks.get(person)?.name ?? null,
    you: person === parts.logs.identity?.person,
    founder: person === commons.entry.founder,
    since: await sinceWhen(parts, listed.get(person)),
    vouchedBy: (listed.get(person)?.vouchedBy ?? []).map((by) => refOf(names, by)),
    blocked: standing.blocked.has(person),
    excluded: exclusion
      ? {
          by: [...new Set(exclusion.by.map(({ author }) => author))].map((by) => refOf(names, by)),
          note: exclusion.by.find(({ note }) => note)?.note ?? null,
        }
      : null,
    proposedBy: exclusion ? [] : proposers(parts, commons, person).map((by) => refOf(names, by)),
    nodes: [...new Set([...nodes, ...(parts.blocks.get(person)?.nodes ?? [])])],
  }
}

/** Who said with a right to it that a person should go, and hasn't taken it back. */
function proposers(parts: Parts, commons: OpenCommons, person: PersonId): PersonId[] {
  const { statements, vouches } = parts.policy.standing(commons.id)
  const latest = new Map<PersonId, boolean>()
  for (const one of statements) {
    if (one.record.body['person'] !== person || !rightOf(one, commons.entry.founder, vouches)) continue
    latest.set(one.person, one.record.body['ends'] !== true)
  }
  return [...latest].flatMap(([by, wants]) => (wants ? [by] : []))
}

/** The first entry of a log has the time at which it was begun, as its author says. */
async function sinceWhen(parts: Parts, person: PersonView | undefined): Promise<number | null> {
  const logs = person?.logs ?? []
  const firsts = await Promise.all(logs.map((log) => parts.views.record(recordId(log, 0, 0))))
  const times = firsts.flatMap((first) => {
    const clock = (first?.record as { clock?: [number, number] } | undefined)?.clock
    return clock ? [clock[0]] : []
  })
  return times.length === 0 ? null : Math.min(...times)
}
