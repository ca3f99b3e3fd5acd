import type { KeeperVerdict } from '@allmende/rules'
import { displayText, shortId } from '@allmende/vocabulary'
import { pageOf } from '@allmende/views'
import type { Keeping, KeeperInfo, KeeperList, KeepingInfo } from '../contract-keeping.ts'
import type { PageRequest } from '../contract-pages.ts'
import { PAGE } from '../pages.ts'
import type { Parts } from '../parts.ts'
import { safeToCloseHere } from './safe-to-close.ts'
import { keptCommons, keptForOthers, type KeptFor } from './wanted.ts'
import {
  findAsker,
  findNode,
  findOwnKeeper,
  mustHaveRoom,
  nameOf,
  type OwnKeeper,
  ownKeepers,
} from './who.ts'

type Request<Method extends keyof Keeping> = Parameters<Keeping[Method]>[0]

/** Asks a node to keep everything. It is told by a record, and so also when it is met much later. */
export async function addKeeper(
  parts: Parts,
  request: Request<'addKeeper'>,
): ReturnType<Keeping['addKeeper']> {
  const among = request.commons === undefined ? keptCommons(parts) : [parts.book.find(request.commons)]
  if (among.length === 0) parts.book.forWriting()
  const found = await findNode(parts, request.who, among)
  const words = await parts.writer.ensureIdentity()
  const name = request.name ?? found.name
  for (const commons of found.commons) await mustHaveRoom(parts, commons, found.node)
  const body = { node: found.node, ...(name === null ? {} : { name: displayText(name, 100) }) }
  for (const commons of found.commons) await parts.writer.write(commons, { kind: 'keeper', body })
  const later = request.commons === undefined
  if (later) await parts.keeping.wishes.set(found.node, { name })
  return {
    node: found.node,
    name: name ?? shortId(found.node),
    commons: found.commons.map(({ entry }) => entry.name),
    later,
    ...(words === undefined ? {} : { words }),
  }
}

export async function removeKeeper(
  parts: Parts,
  { who }: Request<'removeKeeper'>,
): ReturnType<Keeping['removeKeeper']> {
  const { keeper, name, commons } = await findOwnKeeper(parts, who)
  await parts.keeping.wishes.delete(keeper.node)
  const body = { node: keeper.node, ends: true }
  for (const one of commons) await parts.writer.write(one, { kind: 'keeper', body })
  return { node: keeper.node, name, commons: commons.map(({ entry }) => entry.name) }
}

/** Both sides: who was asked by this person, and by whom this node was asked. */
export async function listKeepers(parts: Parts, page: PageRequest = {}): Promise<KeeperList> {
  const { keepers: verdicts } = await safeToCloseHere(parts)
  const byNode = new Map(verdicts.map((verdict) => [verdict.node, verdict]))
  const keepers: KeeperInfo[] = []
  for (const own of await ownKeepers(parts))
    keepers.push(await keeperInfo(parts, own, byNode.get(own.keeper.node)))
  const kept = await keptForOthers(parts)
  const { items, ...next } = pageOf(kept, page, {
    of: ['keeping'],
    ...PAGE,
    key: ({ person }) => [person],
  })
  return {
    keepers,
    keeping: await Promise.all(items.map((one) => keepingInfo(parts, one))),
    ...next,
    together: togetherOf(parts, kept),
  }
}

/** Without a verdict nothing was written yet where it was asked. */
async function keeperInfo(
  parts: Parts,
  { keeper, name, commons }: OwnKeeper,
  verdict: Pick<KeeperVerdict, 'answer' | 'reason' | 'why' | 'at' | 'agreed'> | undefined,
): Promise<KeeperInfo> {
  const { node, author, since } = keeper
  const said = commons.flatMap(({ id }) => parts.keeping.book.get(id, node, author) ?? [])
  const owners = await Promise.all(commons.map(({ id }) => parts.owners.ownerOf(id, node)))
  return {
    node,
    name,
    person: owners.find((owner) => owner !== undefined)?.person ?? null,
    since,
    commons: commons.map(({ entry }) => entry.name),
    later: parts.keeping.wishes.get(node) !== undefined,
    agreed: verdict?.agreed ?? false,
    answer: verdict?.answer ?? 'unknown',
    asOf: verdict?.at ?? null,
    reason: verdict?.reason ?? `${name} has not said yet what they hold`,
    why: verdict?.why ?? { code: 'silent', name, mirror: false },
    holds:
      said.length === 0
        ? null
        : {
            versions: said.reduce((total, { holding }) => total + holding.held.count, 0),
            bytes: said.reduce((total, { holding }) => total + holding.bytes, 0),
          },
  }
}

async function keepingInfo(parts: Parts, kept: KeptFor): Promise<KeepingInfo> {
  const { person, since, commons, agreed, quota, held, bytes, wanted, over } = kept
  const amount = (some: KeptFor['wanted']) => ({
    versions: some.length,
    bytes: some.reduce((total, { version }) => total + version.bytes, 0),
  })
  return {
    person,
    name: await nameOf(parts, kept),
    since,
    commons: commons.map(({ entry }) => entry.name),
    agreed,
    quota,
    held: { versions: held, bytes },
    missing: amount(wanted),
    over: amount(over),
  }
}

/** Agrees. From now on the asker's logs are carried whole, and their files fetched within the quota. */
export async function keepFor(parts: Parts, { who, quota }: Request<'keepFor'>): Promise<KeepingInfo> {
  const { kept } = await findAsker(parts, who, await keptForOthers(parts))
  await parts.keeping.agreements.agree(kept.person, { since: parts.clock.now(), quota: quota ?? null })
  for (const { id } of kept.commons) parts.sync.policyChanged(id)
  return infoOf(parts, kept)
}

export async function dropFor(parts: Parts, { who }: Request<'dropFor'>): Promise<KeepingInfo> {
  const { kept } = await findAsker(parts, who, await keptForOthers(parts))
  await parts.keeping.agreements.end(kept.person)
  for (const { id } of kept.commons) parts.sync.policyChanged(id)
  return infoOf(parts, kept)
}

async function infoOf(parts: Parts, { person }: KeptFor): Promise<KeepingInfo> {
  const now = (await keptForOthers(parts)).find((one) => one.person === person)
  return keepingInfo(parts, now!)
}

export async function limitKept(
  parts: Parts,
  { bytes }: Request<'limitKept'>,
): Promise<KeeperList['together']> {
  await parts.keeping.agreements.limitTogether(bytes, parts.clock.now())
  return togetherOf(parts, await keptForOthers(parts))
}

function togetherOf(parts: Parts, kept: readonly KeptFor[]): KeeperList['together'] {
  const agreed = kept.filter((one) => one.agreed)
  return {
    bytes: agreed.reduce((total, one) => total + one.bytes, 0),
    limit: parts.keeping.agreements.together,
  }
}
