import { MAX_KEEPERS, type NamedKeeper } from '@allmende/rules'
import { type NodeId, parseNodeId, type PersonId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { namesIn } from '../credits.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { keeperName, namesOfNodes } from './safe-to-close.ts'
import { keptCommons, type KeptFor } from './wanted.ts'

/** Fewer characters of an id are too easily somebody else's. */
const SHORTEST_BEGINNING = 4

/** A node that was seen, whose it is, and in which commons. */
export type SeenNode = {
  readonly node: NodeId
  readonly person: PersonId | null
  readonly name: string | null
  readonly commons: readonly OpenCommons[]
}

/** Whether somebody is meant by an id, the beginning of one, or their name. */
function isMeant(who: string, ids: readonly (string | null)[], name: string | null): boolean {
  const wanted = who.trim()
  if (name !== null && name.toLowerCase() === wanted.toLowerCase()) return true
  return ids.some((id) => id === wanted || (wanted.length >= SHORTEST_BEGINNING && id?.startsWith(wanted)))
}

/** The node that is meant. One that was never seen may be named by its whole id. Throws KEEPER_UNKNOWN, KEEPER_AMBIGUOUS, KEEPER_SELF. */
export async function findNode(
  parts: Parts,
  who: string,
  among: readonly OpenCommons[] = keptCommons(parts),
): Promise<SeenNode> {
  const seen = (await seenNodes(parts, among)).filter(({ node, person, name }) =>
    isMeant(who, [node, person], name),
  )
  const others = seen.filter(({ node }) => node !== parts.id)
  if (seen.length > 0 && others.length === 0) throw fail('KEEPER_SELF')
  if (others.length > 1) throw fail('KEEPER_AMBIGUOUS', { found: who, which: others.map(inWords).join(', ') })
  if (others[0]) return others[0]
  const node = wholeId(who)
  if (node === parts.id) throw fail('KEEPER_SELF')
  if (node === null) throw fail('KEEPER_UNKNOWN', { found: who })
  return { node, person: null, name: null, commons: among }
}

async function seenNodes(parts: Parts, among: readonly OpenCommons[]): Promise<SeenNode[]> {
  const seen = new Map<NodeId, { person: PersonId | null; name: string | null; commons: OpenCommons[] }>()
  for (const commons of among) {
    const names = await namesIn(parts, commons.id)
    const add = (node: NodeId, person: PersonId | null) => {
      const known = seen.get(node) ?? { person, name: null, commons: [] }
      known.person ??= person
      known.name ??= person === null ? null : (names.get(person) ?? null)
      if (!known.commons.includes(commons)) known.commons.push(commons)
      seen.set(node, known)
    }
    for (const { node, person } of await parts.owners.in(commons.id)) add(node, person)
    for (const peer of parts.sync.peers()) if (peer.commons.includes(commons.id)) add(peer.node, null)
  }
  return [...seen].map(([node, rest]) => ({ node, ...rest }))
}

function inWords({ node, name, commons }: SeenNode): string {
  const where = commons.map(({ entry }) => entry.name).join(', ')
  return `${name ?? 'somebody'} (node ${node}, seen in ${where})`
}

function wholeId(text: string): NodeId | null {
  try {
    return parseNodeId(text.trim())
  } catch {
    return null
  }
}

/** A keeper that this person has named, and where. */
export type OwnKeeper = {
  readonly keeper: NamedKeeper
  readonly name: string
  readonly commons: OpenCommons[]
}

/** All nodes that this person has asked, by node. */
export async function ownKeepers(parts: Parts): Promise<OwnKeeper[]> {
  const self = parts.logs.identity?.person
  const found = new Map<NodeId, OwnKeeper>()
  for (const commons of self ? keptCommons(parts) : []) {
    if (!self) continue
    const named = await parts.keeping.named.of(commons.id, self)
    const names = named.length > 0 ? await namesOfNodes(parts, commons) : new Map<string, string>()
    for (const keeper of named) {
      const known = found.get(keeper.node)
      if (known) known.commons.push(commons)
      else found.set(keeper.node, { keeper, name: keeperName(keeper, names), commons: [commons] })
    }
  }
  return [...found.values()]
}

/** Throws KEEPER_UNKNOWN, KEEPER_AMBIGUOUS. */
export async function findOwnKeeper(parts: Parts, who: string): Promise<OwnKeeper> {
  const fitting = (await ownKeepers(parts)).filter(({ keeper, name }) =>
    isMeant(who, [keeper.node], keeper.name?.toLowerCase() === who.trim().toLowerCase() ? keeper.name : name),
  )
  if (fitting.length > 1)
    throw fail('KEEPER_AMBIGUOUS', {
      found: who,
      which: fitting.map(({ name, keeper }) => `${name} (node ${keeper.node})`).join(', '),
    })
  if (!fitting[0]) throw fail('KEEPER_NONE', { found: who })
  return fitting[0]
}

/** More than count would be named without effect. Throws KEEPER_TOO_MANY. */
export async function mustHaveRoom(parts: Parts, commons: OpenCommons, node: NodeId): Promise<void> {
  const self = parts.logs.identity?.person
  const named = self ? await parts.keeping.named.of(commons.id, self) : []
  if (named.length < MAX_KEEPERS || named.some((one) => one.node === node)) return
  throw fail('KEEPER_TOO_MANY', { found: commons.entry.name, expected: String(MAX_KEEPERS) })
}

/** Somebody who has asked this node. Throws KEEPER_NOT_ASKED, KEEPER_AMBIGUOUS. */
export async function findAsker(
  parts: Parts,
  who: string,
  asking: readonly KeptFor[],
): Promise<{ kept: KeptFor; name: string | null }> {
  const fitting: { kept: KeptFor; name: string | null }[] = []
  for (const kept of asking) {
    const name = await nameOf(parts, kept)
    const nodes = await Promise.all(
      kept.commons.map(async ({ id }) =>
        (await parts.owners.in(id)).flatMap((one) => (one.person === kept.person ? [one.node] : [])),
      ),
    )
    if (isMeant(who, [kept.person, ...nodes.flat()], name)) fitting.push({ kept, name })
  }
  if (fitting.length > 1)
    throw fail('KEEPER_AMBIGUOUS', {
      found: who,
      which: fitting.map(({ kept, name }) => `${name ?? 'somebody'} (${kept.person})`).join(', '),
    })
  if (!fitting[0]) throw fail('KEEPER_NOT_ASKED', { found: who })
  return fitting[0]
}

export async function nameOf(parts: Parts, { person, commons }: KeptFor): Promise<string | null> {
  for (const { id } of commons) {
    const name = (await namesIn(parts, id)).get(person)
    if (name !== undefined) return name
  }
  return null
}
