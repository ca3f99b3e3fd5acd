import { deriveCommonsKeys } from '@allmende/logs'
import { type CommonsLink, displayText, placeOf, type ThingLink } from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import { type CommonsEntry, isStarter, keysIn } from './commons-file.ts'
import type { CommonsInfo } from './contract.ts'
import { fail } from './errors.ts'
import type { Parts } from './parts.ts'
import { introduce } from './people.ts'
import { readingLink } from './reading-link.ts'

/** As much as fits on a line of a terminal beside an id; links carry the name too. */
const MAX_NAME_BYTES = 60

/** Makes a commons and, if this is the first thing ever written here, the person. Chosen for writing if it is the first but for the starter. */
export async function createCommons(
  parts: Parts,
  request: { name: string; public: boolean },
): Promise<CommonsInfo> {
  const name = checkedName(parts, request.name)
  const words = await parts.writer.ensureIdentity()
  const readKey = parts.random.bytes(32)
  const { id } = deriveCommonsKeys(readKey, request.public)
  const entry = {
    id,
    name,
    readKey: Buffer.from(readKey).toString('hex'),
    public: request.public,
    role: 'member' as const,
    ...(parts.logs.identity ? { founder: parts.logs.identity.person } : {}),
  }
  const first = parts.book.members().every((one) => isStarter(one.entry)) && !isStarter(entry)
  const commons = await parts.book.add(entry)
  if (first) await parts.book.choose(id)
  await introduce(parts, commons)
  return { ...infoOf(parts, commons), ...(words === undefined ? {} : { words }) }
}

/** Becomes a member of a public commons, or enters a private one by its link. Where one writes doesn't change. */
export async function joinCommons(
  parts: Parts,
  request: { link: string; name?: string },
): Promise<CommonsInfo> {
  const link = readingLink(request.link)
  const keys = keysIn(link)
  const before = parts.book.get(keys.id)
  if (before?.entry.role === 'member') return joinedAgain(parts, before, link)
  const name = freeName(parts, request.name ?? nameFrom(link))
  const entry = { ...keys, name, public: link.public, role: 'member' as const, ...begunWith(link) }
  const commons = await parts.book.add(entry)
  await introduce(parts, commons)
  return infoOf(parts, commons)
}

/** A newer link brings what the one before didn't: the key that is written under now, or who founded the commons. */
async function joinedAgain(
  parts: Parts,
  commons: OpenCommons,
  link: CommonsLink | ThingLink,
): Promise<CommonsInfo> {
  const { entry } = commons
  const { epochs = [], writing } = keysIn(link)
  const fresh = epochs.filter(({ id }) => !entry.epochs?.some((known) => known.id === id))
  const founder = entry.founder ?? (link.type === 'commons' ? link.founder : undefined)
  if (fresh.length > 0 || founder !== entry.founder) {
    await parts.book.update(commons, {
      ...entry,
      ...(founder !== undefined && { founder }),
      ...(fresh.length > 0 && { epochs: [...(entry.epochs ?? []), ...fresh], ...(writing && { writing }) }),
    })
    if (fresh.length > 0) await introduce(parts, commons)
  }
  return infoOf(parts, commons)
}

/** Whom a newcomer carries whole from the first moment, and by whose vouches they know others: who is in the link. */
function begunWith(link: CommonsLink | ThingLink): Pick<CommonsEntry, 'founder' | 'logs'> {
  if (link.type === 'thing') return { logs: [placeOf(link.thing).log] }
  return link.founder === undefined ? {} : { founder: link.founder }
}

export async function useCommons(parts: Parts, nameOrId: string): Promise<CommonsInfo> {
  const commons = parts.book.find(nameOrId)
  await parts.book.choose(commons.id)
  parts.events.emit({ type: 'changed', commons: commons.id, kinds: [], things: [] })
  return infoOf(parts, commons)
}

export function infoOf(parts: Parts, commons: OpenCommons): CommonsInfo {
  return {
    id: commons.id,
    name: commons.entry.name,
    link: parts.book.link(commons),
    public: commons.entry.public,
    current: parts.book.isCurrent(commons.id),
    ...(isStarter(commons.entry) && { starter: true }),
    ...(commons.state.outdated && { outdated: true }),
    ...(commons.state.listed && { listed: commons.state.listed }),
  }
}

function checkedName(parts: Parts, wanted: string): string {
  const name = displayText(wanted, 200).trim()
  const bytes = Buffer.byteLength(name)
  if (name === '' || bytes > MAX_NAME_BYTES) {
    throw fail('COMMONS_NAME', {
      expected: `1 to ${MAX_NAME_BYTES} bytes`,
      found: name === '' ? 'nothing' : `${bytes} bytes`,
    })
  }
  if (taken(parts, name)) throw fail('COMMONS_NAME_TAKEN', { found: name })
  return name
}

/** Somebody else's name for a commons must not stand in the way of joining it: a second "Garden" becomes "Garden 2". */
export function freeName(parts: Parts, wanted: string): string {
  const name = displayText(wanted, MAX_NAME_BYTES).trim() || 'commons'
  if (!taken(parts, name)) return name
  for (let number = 2; ; number++) if (!taken(parts, `${name} ${number}`)) return `${name} ${number}`
}

function taken(parts: Parts, name: string): boolean {
  return parts.book.members().some(({ entry }) => entry.name.toLowerCase() === name.toLowerCase())
}

function nameFrom(link: CommonsLink | ThingLink): string {
  return link.type === 'commons' ? link.name : `commons of ${placeOf(link.thing).log.slice(0, 8)}`
}
