import type { PlacedRecord } from '@allmende/rules'
import { MAX_AFTER, type PersonId, type RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ExclusionRequest, ExclusionResult } from '../contract-members.ts'
import type { PersonRef } from '../contract-things.ts'
import { namesIn } from '../credits.ts'
import { fail } from '../errors.ts'
import { personCalled } from '../find-things.ts'
import type { Parts } from '../parts.ts'
import type { StandingWatch } from './watch.ts'

/** Logs that a statement names. */
const MAX_STAYS = 64

/** What one has to cite who decides about members: one's right, and the decisions one has seen. Throws MEMBERS_RIGHT, MEMBERS_FOUNDER. */
export function citedBy(parts: Parts, commons: OpenCommons): RecordId[] {
  const { founder, name } = commons.entry
  const self = parts.logs.identity?.person
  const { vouches, statements } = parts.policy.standing(commons.id)
  if (founder === undefined) throw fail('MEMBERS_FOUNDER', { found: name })
  const vouch = [...vouches].find(([, { by, person }]) => by === founder && person === self)?.[0]
  if (self !== founder && vouch === undefined) throw fail('MEMBERS_RIGHT', { found: name })
  const heads = headsOf(statements).slice(-(MAX_AFTER - 1))
  return [...(vouch === undefined || self === founder ? [] : [vouch]), ...heads]
}

/** Statements that no other cites. */
function headsOf(statements: readonly PlacedRecord[]): RecordId[] {
  const cited = new Set(statements.flatMap(({ record }) => record.after ?? []))
  return statements.map(({ id }) => id).filter((id) => !cited.has(id))
}

/** Says that a person is excluded, and makes it so here. Throws MEMBERS_RIGHT, MEMBERS_FOUNDER, MEMBERS_SELF, PERSON_UNKNOWN. */
export async function exclude(
  parts: Parts,
  watch: StandingWatch,
  request: ExclusionRequest,
): Promise<ExclusionResult> {
  const { commons, person } = await meant(parts, watch, request)
  if (person === commons.entry.founder) throw fail('MEMBERS_SELF', { found: request.person })
  if (parts.policy.standing(commons.id).excluded.has(person))
    throw fail('MEMBERS_OUT', { found: request.person })
  const stays = commons.logs
    .logs()
    .filter((log) => log.person === person && log.bound)
    .slice(0, MAX_STAYS)
    .map(({ key, contiguous, edits }) => ({
      log: key,
      records: contiguous,
      edits: edits ? (commons.logs.heads().find(({ core }) => core === edits)?.contiguous ?? 0) : 0,
    }))
  return say(parts, watch, commons, { person, ...noteOf(request), ...(stays.length > 0 && { stays }) })
}

/** Takes back what excluded a person, by the same right. Throws also MEMBERS_IN. */
export async function readmit(
  parts: Parts,
  watch: StandingWatch,
  request: ExclusionRequest,
): Promise<ExclusionResult> {
  const { commons, person } = await meant(parts, watch, request)
  if (!parts.policy.standing(commons.id).excluded.has(person))
    throw fail('MEMBERS_IN', { found: request.person })
  return say(parts, watch, commons, { person, ...noteOf(request), ends: true })
}

async function meant(parts: Parts, watch: StandingWatch, request: ExclusionRequest) {
  const commons = parts.book.forWriting(request.commons)
  await watch.apply(commons)
  const person = await personCalled(parts, request.person, commons.id)
  return { commons, person }
}

const noteOf = ({ note }: ExclusionRequest) => (note === undefined ? {} : { note })

async function say(
  parts: Parts,
  watch: StandingWatch,
  commons: OpenCommons,
  body: { person: PersonId; ends?: true },
): Promise<ExclusionResult> {
  const before = commons.logs.writing.id
  // By now: what is folded anew after it may not have the name yet by which somebody just called the person.
  const known = await namesIn(parts, commons.id)
  const id = await parts.writer.write(commons, { kind: 'exclude', after: citedBy(parts, commons), body })
  await watch.apply(commons)
  const { excluded, statements } = parts.policy.standing(commons.id)
  const names = new Map([...known, ...(await namesIn(parts, commons.id))])
  const standing = excluded.get(body.person)
  const inForce = (standing !== undefined) !== (body.ends === true)
  const said = statements.filter(
    ({ record }) => record.body['person'] === body.person && record.body['ends'] === body.ends,
  )
  const by =
    body.ends || !standing ? said.map(({ person }) => person) : standing.by.map(({ author }) => author)
  return {
    id,
    ...refOf(names, body.person),
    commons: commons.id,
    commonsName: commons.entry.name,
    public: commons.entry.public,
    inForce,
    by: [...new Set(by)].map((person) => refOf(names, person)),
    newKey: commons.logs.writing.id !== before,
  }
}

export function refOf(names: ReadonlyMap<string, string>, person: PersonId): PersonRef {
  return { person, name: names.get(person) ?? null }
}
