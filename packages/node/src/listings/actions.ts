import { searchListed } from '@allmende/rules'

import { joinCommons } from '../commons-actions.ts'
import type { ActionContext, CommonsInfo } from '../contract.ts'
import type {
  FindCommonsRequest,
  FoundCommons,
  FoundCommonsAnswer,
  ListedInfo,
  ListPubliclyRequest,
} from '../contract-invites.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import type { Kept } from './board.ts'
import type { ListingText } from './listing.ts'
import type { ListingDesk } from './listing-desk.ts'

const LOOK_AGAIN_MS = 100
/** Others answer in a moment once they are there: what is found then isn't held back for more. */
const SETTLED_MS = 500
const DEFAULT_LIMIT = 50

/** Lists a public commons, says anew what it is about, or takes it back. Throws LISTING_PRIVATE, LISTING_LARGE, LISTING_NONE. */
export async function listPublicly(
  parts: Parts,
  desk: ListingDesk,
  request: ListPubliclyRequest,
): Promise<ListedInfo> {
  const { id, entry } = parts.book.forWriting(request.commons)
  await desk.ready()
  const before = desk.own.textOf(id)
  if (!entry.public) throw fail('LISTING_PRIVATE', { found: entry.name })
  if (request.stop && !before) throw fail('LISTING_NONE', { found: entry.name })
  const words = await parts.writer.ensureIdentity()
  const text = textFrom(request, before)
  desk.gossip.tell(request.stop ? await desk.own.takeBack(id) : await desk.own.say(id, text))
  await (request.stop ? desk.leave() : desk.show())
  parts.events.emit({ type: 'changed', commons: id, kinds: [], things: [] })
  return {
    commons: id,
    name: entry.name,
    link: parts.book.link(parts.book.find(id)),
    listed: !request.stop,
    ...text,
    until: request.stop ? null : desk.own.until(id),
    ...(words === undefined ? {} : { words }),
  }
}

/** Looks through the listings that are known here; waits for others to tell theirs as long as is asked for. */
export async function findCommons(
  parts: Parts,
  desk: ListingDesk,
  { words = '', waitSeconds = 0, limit = DEFAULT_LIMIT }: FindCommonsRequest,
  { signal }: ActionContext,
): Promise<FoundCommonsAnswer> {
  await desk.ready()
  await desk.trusted.renew()
  if (waitSeconds > 0) await heard(desk, waitSeconds * 1_000, signal)
  const all = desk.board.all().filter(({ gone }) => !gone)
  const found = searchListed(await byCommons(parts, desk, all), words)
  return {
    results: found.slice(0, limit),
    total: found.length,
    known: new Set(all.map(({ commons }) => commons)).size,
    hidden: desk.hidden().length,
  }
}

/** Joins a commons that is listed, by its id or the beginning of it. Throws LISTING_UNKNOWN, LISTING_AMBIGUOUS. */
export async function joinListed(
  parts: Parts,
  desk: ListingDesk,
  { id, name }: { id: string; name?: string },
): Promise<CommonsInfo> {
  await desk.ready()
  const wanted = id.trim().replace(/…$/, '').toLowerCase()
  const fitting = desk.board.all().filter(({ gone, commons }) => !gone && commons.startsWith(wanted))
  const [one] = fitting
  if (!one || wanted.length < 4) throw fail('LISTING_UNKNOWN', { found: id })
  if (new Set(fitting.map(({ commons }) => commons)).size > 1) throw fail('LISTING_AMBIGUOUS', { found: id })
  return joinCommons(parts, { link: one.link, ...(name === undefined ? {} : { name }) })
}

/** Hides a listed commons or whatever a person lists, or shows it again. Throws LISTING_UNKNOWN. */
export async function hideListed(
  desk: ListingDesk,
  { what, show = false }: { what: string; show?: boolean },
): Promise<{ hidden: string[] }> {
  await desk.ready()
  const wanted = what.trim().replace(/…$/, '').toLowerCase()
  const ids = show ? desk.hidden() : desk.board.all().flatMap(({ commons, person }) => [commons, person])
  const fitting = [...new Set<string>(ids)].filter((one) => one.startsWith(wanted))
  const [id] = fitting
  if (id === undefined || wanted.length < 4) throw fail('LISTING_UNKNOWN', { found: what })
  if (fitting.length > 1) throw fail('LISTING_AMBIGUOUS', { found: what })
  await desk.hide(id, !show)
  return { hidden: desk.hidden() }
}

async function heard(desk: ListingDesk, ms: number, signal?: AbortSignal): Promise<void> {
  await desk.look()
  desk.gossip.compare()
  const began = performance.now()
  let { digest } = desk.board.digest()
  let changed = began
  for (;;) {
    const now = performance.now()
    const next = desk.board.digest()
    if (next.digest !== digest) changed = now
    digest = next.digest
    const settled = next.count > 0 && now - changed > SETTLED_MS && now - began > 2 * SETTLED_MS
    if (settled || now - began > ms || signal?.aborted) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

/** One entry a commons, in the words of whoever is known best, or said it last. */
async function byCommons(parts: Parts, desk: ListingDesk, all: readonly Kept[]): Promise<FoundCommons[]> {
  const names = await namesOf(parts)
  return [...Map.groupBy(all, ({ commons }) => commons)].map(([id, said]) => {
    const trusted = (one: Kept) => Number(desk.trusted.has(one.person))
    const [best] = said.toSorted(
      (a, b) => trusted(b) - trusted(a) || b.at - a.at || (a.hash < b.hash ? 1 : -1),
    )
    const { name, about, tags, place, language, link, at, until } = best!
    return {
      id,
      name,
      about,
      tags,
      place,
      language,
      link,
      at,
      until,
      trusted: said.some((one) => trusted(one) === 1),
      confirmed: said.some(({ confirmed }) => confirmed),
      joined: parts.book.get(id)?.entry.role === 'member',
      listedBy: said.map(({ person }) => ({ person, name: names.get(person) ?? null })),
    }
  })
}

async function namesOf(parts: Parts): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const { id } of parts.book.members())
    for (const { person, name } of await parts.views.people(id))
      if (name !== undefined) names.set(person, name)
  return names
}

function textFrom(
  { about, tags, place, language }: ListPubliclyRequest,
  before: ListingText | null,
): ListingText {
  return {
    about: about ?? before?.about ?? '',
    tags: tags ?? before?.tags ?? [],
    place: place ?? before?.place ?? '',
    language: language ?? before?.language ?? '',
  }
}
