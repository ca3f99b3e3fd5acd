import { type Credit, MAX_MENTIONS, type PersonId, shortId } from '@allmende/vocabulary'
import type { Parts } from './parts.ts'

/** The names that people of a commons gave themselves. */
export async function namesIn(parts: Pick<Parts, 'views'>, commons: Parameters<Parts['views']['people']>[0]) {
  const people = await parts.views.people(commons)
  return new Map<string, string>(
    people.flatMap(({ person, name }) => (name === undefined ? [] : [[person, name]])),
  )
}

/**
 * Credits with somebody more among them. Who is there already gets the role; nobody is ever taken off, and where there is
 * no room left the list stays as it is.
 */
export function creditsWith(
  credits: unknown,
  person: PersonId,
  name: string | undefined,
  role: Credit['roles'][number],
): Credit[] {
  const before = Array.isArray(credits) ? (credits as Credit[]) : []
  if (before.some((credit) => credit.person === person)) {
    return before.map((credit) =>
      credit.person === person && !credit.roles.includes(role)
        ? { ...credit, roles: [...credit.roles, role] }
        : credit,
    )
  }
  if (before.length >= MAX_MENTIONS) return before
  return [...before, { name: name ?? shortId(person), roles: [role], person }]
}
