import { memberKeyOf } from '@allmende/logs'
import { type CommonsId, encodeLink, type NodeId } from '@allmende/vocabulary'
import { isAnswering } from '../answering.ts'
import { isStarter } from '../commons-file.ts'
import type { MirrorInfo, MirrorLinkInfo, MirrorRemoval, Mirrors } from '../contract-mirror.ts'
import { fail } from '../errors.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { HeldAsker } from './asker.ts'
import { Keeper } from './keeper.ts'
import { MirrorTalks } from './talks.ts'
import { ANSWER_MS, Teller } from './teller.ts'

/** Keepers that hold ciphertext only. */
export function createMirrors(parts: Parts): Group<Mirrors> {
  const keeper = new Keeper(parts)
  const teller = new Teller(parts)
  const asker = new HeldAsker(parts)
  const talks = new MirrorTalks(parts, [keeper, teller, asker])
  return {
    actions: {
      mirrorLink: (request) => mirrorLink(parts, teller, request),
      keepMirror: ({ link, quota }) => keeper.keep(link, quota),
      dropMirror: ({ commons }) => keeper.drop(commons, 'owner'),
      mirrors: async () => ({
        keeps: keeper.list(),
        takenBack: keeper.removed,
        mirrors: teller
          .known()
          .flatMap(({ commons, node, note }) => infoOf(parts, teller, commons, node, note)),
      }),
      removeMirror: (request) => removeMirror(parts, teller, request),
    },
    async start() {
      await teller.start()
      await keeper.start()
      talks.start()
      asker.start()
    },
    async close() {
      talks.close()
      teller.close()
      asker.close()
      await keeper.close()
    },
  }
}

async function mirrorLink(
  parts: Parts,
  teller: Teller,
  request: { commons?: string },
): Promise<MirrorLinkInfo> {
  const { id, entry, logs } = parts.book.forWriting(request.commons)
  if (isStarter(entry)) throw fail('MIRROR_STARTER')
  await teller.tellAgain(id)
  // Of the epoch that is written in: a mirror carries what comes, and knows of no other.
  const { replicateKey, isPublic } = logs.writing.keys
  const link = encodeLink({
    type: 'mirror',
    public: isPublic,
    replicateKey,
    memberKey: memberKeyOf(logs.writing.keys).publicKey,
    giver: parts.id,
    name: entry.name,
  })
  return { id, name: entry.name, link, public: isPublic }
}

function infoOf(
  parts: Parts,
  teller: Teller,
  commons: CommonsId,
  node: NodeId,
  note: ReturnType<Teller['known']>[number]['note'],
): MirrorInfo[] {
  const here = parts.book.get(commons)
  const { removal } = note
  if (!here || removal === 'gone') return []
  const { epoch, freed: _, ...state } = note
  const connected = teller.connected(here, node) && isAnswering(parts.sync, node)
  const oldKey = epoch !== undefined && epoch !== here.logs.writing.id
  return [{ ...state, removal, commons, commonsName: here.entry.name, node, connected, oldKey }]
}

/** Throws MIRROR_NONE when no mirror of the commons was ever met. */
async function removeMirror(
  parts: Parts,
  teller: Teller,
  { commons: named, mirror }: { commons?: string; mirror?: string },
): Promise<MirrorRemoval> {
  const commons = parts.book.forWriting(named)
  const known = teller.known(commons.id).filter(({ node }) => mirror === undefined || node.startsWith(mirror))
  // Asked while it was away, it may have been met and have deleted all before somebody asks again: that is no mistake.
  const before = teller
    .deleted(commons.id)
    .filter(({ node }) => mirror === undefined || node.startsWith(mirror))
  if (known.length + before.length === 0) throw fail('MIRROR_NONE', { found: mirror ?? 'none' })
  const removed: { node: string; bytes: number; all: boolean }[] = before.map((one) => ({
    ...one,
    all: true,
  }))
  const asked: string[] = []
  const refused: string[] = []
  for (const { node } of known) {
    const answer = await teller.remove(commons, node, ANSWER_MS)
    if (answer === null) asked.push(node)
    else if (answer.t === 'refused') refused.push(node)
    else {
      removed.push({ node, bytes: answer.bytes, all: answer.all })
      if (!answer.all) refused.push(node)
    }
  }
  return { commons: commons.id, commonsName: commons.entry.name, removed, asked, refused }
}
