import type { Thing } from '@allmende/views'
import type { Credit, RecordId } from '@allmende/vocabulary'
import { numberOf } from './choose-version.ts'
import type { ContributorInfo, LineageInfo, VersionRef } from './contract.ts'
import type { Parts } from './parts.ts'

/** A version of whatever good it is of, as far as that is here. */
export async function versionRef(parts: Parts, version: RecordId): Promise<VersionRef> {
  const thing = await parts.views.show(version)
  if (!thing) return { version, id: null, title: null, number: null, author: null, authorName: null }
  return {
    version,
    id: thing.id,
    title: thing.title,
    number: numberOf(thing, version),
    author: thing.author,
    authorName: thing.authorName ?? null,
  }
}

/** What a good was made from. */
export async function originInfo(parts: Parts, thing: Thing): Promise<LineageInfo['from']> {
  if (thing.derivedFrom === undefined) return null
  const derivation = thing.derivation ?? 'changed'
  return { ...(await versionRef(parts, thing.derivedFrom)), derivation, origin: thing.origin ?? null }
}

/** Who has a part in it: its author, whom the record credits, and who wrote a version of it. */
export function contributorsOf(thing: Thing, names: ReadonlyMap<string, string>): ContributorInfo[] {
  const found = new Map<string, { name: string; person: string | null; roles: Set<string> }>()
  const add = (key: string, name: string, person: string | null, roles: readonly string[]): void => {
    const one = found.get(key) ?? { name, person, roles: new Set<string>() }
    for (const role of roles) one.roles.add(role)
    found.set(key, one)
  }
  const named = (person: string) => names.get(person) ?? person.slice(0, 8)
  add(thing.author, thing.authorName ?? named(thing.author), thing.author, ['author'])
  const credits = thing.fields['credits']
  for (const { name, person, roles } of Array.isArray(credits) ? (credits as Credit[]) : [])
    add(person ?? name, person === undefined ? name : (names.get(person) ?? name), person ?? null, roles)
  for (const { author } of thing.versions) {
    const role = thing.maintainers.includes(author) ? 'maintainer' : 'contributor'
    if (author !== thing.author) add(author, named(author), author, [role])
  }
  return [...found.values()].map(({ roles, ...one }) => ({ ...one, roles: [...roles] }))
}
