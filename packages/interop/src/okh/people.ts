import { type Credit, MAX_MENTIONS, MAX_PART_NAME, MAX_URL } from '@allmende/vocabulary'
import { type Table, isTable } from '../plain.ts'
import { type Draft, cut } from './draft.ts'
import type { Path } from './manifest.ts'
import { sayForm } from './say.ts'
import { type Section, asText, isNothing, sectionOf } from './section.ts'

export type CreditRole = Credit['roles'][number]

type Person = Omit<Credit, 'roles' | 'person'>

/** Reads one person or several of a key into the credits. What else the manifest says of them stays in `foreign`. */
export function readPeople(section: Section, key: string, role: CreditRole, draft: Draft): void {
  const entries = section.list(key)
  const left: Table[] = []
  for (const { value, at } of entries) {
    if (isNothing(value)) continue
    const read = readPerson(value, at, section)
    if (!read) {
      sayForm(section, at, 'a person', value)
      left.push({ name: null, value })
      continue
    }
    credit(draft, read.person, role)
    if (Object.keys(read.rest).length > 0) left.push({ name: read.person.name, ...read.rest })
  }
  if (left.length > 0) section.leave(key, entries.length === 1 && left.length === 1 ? left[0] : left)
}

function readPerson(value: unknown, at: Path, section: Section): { person: Person; rest: Table } | null {
  if (!isTable(value)) {
    const text = asText(value, at, section.manifest)
    return text ? { person: personFromText(text), rest: {} } : null
  }
  const inner = sectionOf(value, at, section.manifest, section.report)
  const [name, email, url, affiliation] = ['name', 'email', 'url', 'affiliation'].map((key) =>
    inner.text(key),
  )
  const called = name ?? affiliation ?? email ?? url
  if (called === undefined) return null
  return { person: person(called, email, url, affiliation), rest: inner.rest() }
}

function person(name: string, email?: string, url?: string, affiliation?: string): Person {
  return {
    name: cut(name, MAX_PART_NAME),
    ...(email === undefined ? {} : { email: cut(email, MAX_PART_NAME) }),
    ...(url === undefined || url.length > MAX_URL ? {} : { url }),
    ...(affiliation === undefined ? {} : { affiliation: cut(affiliation, MAX_PART_NAME) }),
  }
}

/** `Ada Example <ada@example.org> - Example e.V.`, or `Ada Example, PhD, ada@example.org`. */
export function personFromText(text: string): Person {
  const bracketed = /^([^<>]*)<([^<>\s]+@[^<>\s]+)>\s*(?:-\s*(.+))?$/.exec(text)
  if (bracketed?.[1]?.trim()) {
    return person(bracketed[1].trim(), bracketed[2], undefined, bracketed[3]?.trim())
  }
  const listed = /^(.*[^\s,]),\s*([^\s,@]+@[^\s,@]+)$/.exec(text)
  return listed ? person(listed[1] ?? text, listed[2]) : person(text)
}

/** The reverse, for formats that have one text for a person. */
export function personAsText({ name, email, affiliation }: Person): string {
  if (email === undefined) return name
  return affiliation === undefined ? `${name} <${email}>` : `${name} <${email}> - ${affiliation}`
}

/** Somebody who is named twice alike is one credit with two roles. */
export function credit(draft: Draft, who: Person, role: CreditRole): void {
  const credits = (draft.fields.credits ??= [])
  const same = credits.find(
    (one) =>
      one.name === who.name &&
      one.email === who.email &&
      one.url === who.url &&
      one.affiliation === who.affiliation,
  )
  if (same) {
    if (!same.roles.includes(role)) same.roles.push(role)
  } else if (credits.length < MAX_MENTIONS) credits.push({ ...who, roles: [role] })
}
