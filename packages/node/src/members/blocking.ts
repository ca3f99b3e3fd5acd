import type { CommonsId, NodeId, PersonId } from '@allmende/vocabulary'
import { pageOf } from '@allmende/views'
import { isAllmendeError } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { BlockInfo, BlockList, Members } from '../contract-members.ts'
import type { PageRequest } from '../contract-pages.ts'
import { namesIn } from '../credits.ts'
import { fail } from '../errors.ts'
import { personCalled } from '../find-things.ts'
import { PAGE } from '../pages.ts'
import type { Parts } from '../parts.ts'
import type { Block } from './block-list.ts'
import type { StandingWatch } from './watch.ts'

type BlockRequest = Parameters<Members['block']>[0]

/** Not to hear somebody, or to hear them again. Takes effect in running sessions before this resolves. */
export async function block(
  parts: Parts,
  watch: StandingWatch,
  request: BlockRequest,
): ReturnType<Members['block']> {
  const commons = request.commons === undefined ? undefined : parts.book.find(request.commons)
  const person = await personMeant(parts, request, commons)
  if (person === parts.logs.identity?.person) throw fail('BLOCK_SELF')
  const before = parts.blocks.get(person)
  if (request.remove) {
    if (!before) throw fail('BLOCK_NONE', { found: request.person })
    await unblock(parts, person, before, commons?.id)
  } else await parts.blocks.set(person, await blockOf(parts, person, before, request, commons?.id))
  await Promise.all(parts.book.all().map((one) => watch.apply(one)))
  const now = parts.blocks.get(person)
  return { ...infoOf(parts, person, now ?? before!), removed: request.remove === true }
}

/** Whoever was blocked first comes first. */
export async function listBlocks(parts: Parts, page: PageRequest = {}): Promise<BlockList> {
  const { items, ...next } = pageOf(parts.blocks.entries(), page, {
    of: ['blocks'],
    ...PAGE,
    key: ([person, { at }]) => [at, person],
  })
  return { blocks: items.map(([person, one]) => infoOf(parts, person, one)), ...next }
}

/** By name too: of somebody blocked it is known only as it was noted then. */
async function personMeant(
  parts: Parts,
  { person, remove }: BlockRequest,
  commons: OpenCommons | undefined,
): Promise<PersonId> {
  const wanted = person.trim().toLowerCase()
  const noted = parts.blocks.entries().filter(([, { name }]) => name?.toLowerCase() === wanted)
  if (remove && noted.length === 1) return noted[0]![0]
  try {
    return await personCalled(parts, person, commons?.id)
  } catch (error) {
    if (noted.length === 1 && isAllmendeError(error) && error.code === 'PERSON_UNKNOWN') return noted[0]![0]
    throw error
  }
}

async function blockOf(
  parts: Parts,
  person: PersonId,
  before: Block | undefined,
  { note }: BlockRequest,
  commons: CommonsId | undefined,
): Promise<Block> {
  const nodes = new Set<NodeId>(before?.nodes)
  let name = before?.name
  for (const { id } of parts.book.all()) {
    for (const owner of await parts.owners.in(id)) if (owner.person === person) nodes.add(owner.node)
    name ??= (await namesIn(parts, id)).get(person)
  }
  const noted = note ?? before?.note
  // Blocked everywhere stays so, if one commons is named on top of that.
  const everywhere = commons === undefined || (before !== undefined && before.commons === undefined)
  return {
    at: before?.at ?? parts.clock.now(),
    nodes: [...nodes],
    ...(name !== undefined && { name }),
    ...(noted !== undefined && { note: noted }),
    ...(!everywhere && { commons: [...new Set([...(before?.commons ?? []), commons])] }),
  }
}

async function unblock(
  parts: Parts,
  person: PersonId,
  before: Block,
  commons: CommonsId | undefined,
): Promise<void> {
  if (commons === undefined) return parts.blocks.remove(person)
  const others = before.commons ?? parts.book.members().map(({ id }) => id)
  const left = others.filter((id) => id !== commons)
  if (left.length === 0) return parts.blocks.remove(person)
  await parts.blocks.set(person, { ...before, commons: left })
}

function infoOf(parts: Parts, person: PersonId, { name, note, at, commons }: Block): BlockInfo {
  const named = commons?.map((id) => ({ id, name: parts.book.get(id)?.entry.name ?? id.slice(0, 8) }))
  return { person, name: name ?? null, note: note ?? null, at, commons: named ?? null }
}
