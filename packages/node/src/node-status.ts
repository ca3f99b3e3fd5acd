import type { SyncPeer } from '@allmende/sync'
import type { OpenCommons } from './commons-book.ts'
import { isStarter } from './commons-file.ts'
import type { CommonsStatus, NodeStatus, PeerInfo, SafeToClose, TransferInfo } from './contract.ts'
import type { Parts } from './parts.ts'
import { profile } from './people.ts'

const TITLES_NAMED = 3

/** The state as it is known; what isn't known is said to be unknown. */
export async function nodeStatus(
  parts: Parts,
  version: string,
  transfers: readonly TransferInfo[],
  findings: NodeStatus['findings'],
): Promise<NodeStatus> {
  const { person, device, name } = await profile(parts, {})
  return {
    node: parts.id,
    version,
    home: parts.home.dir,
    person,
    name,
    device,
    peers: parts.sync.peers().map(peerInfo),
    commons: await Promise.all(parts.book.members().map((commons) => commonsStatus(parts, commons))),
    safeToClose: await safeToClose(parts),
    network: parts.transports.map((transport) => ({
      transport: transport.name,
      addresses: transport.addresses(),
      state: stateOf(transport.status()),
    })),
    findings,
    transfers,
  }
}

export function peerInfo(peer: SyncPeer): PeerInfo {
  const { node, transport, address, rtt, since, bytesIn, bytesOut, commons } = peer
  return { node, transport: placeOf(peer, transport), address, rtt, since, bytesIn, bytesOut, commons }
}

/** In words a person has for it: where the peer is, not how the bytes travel. */
function placeOf({ sameNetwork }: SyncPeer, transport: string): string {
  return sameNetwork ? 'same network' : transport === 'hyperswarm' ? 'internet' : transport
}

async function commonsStatus(parts: Parts, commons: OpenCommons): Promise<CommonsStatus> {
  // Before the counting: what is folded meanwhile must not be counted as missing in a list that shows it.
  const { behind } = parts.sync.progress(commons.id)
  const unfolded = commons.follower.behind
  const counts = await parts.views.counts(commons.id)
  return {
    id: commons.id,
    name: commons.entry.name,
    public: commons.entry.public,
    logs: commons.logs.logs().length,
    records: counts.records,
    goods: counts.things['good'] ?? 0,
    drafts: counts.things['draft'] ?? 0,
    behind: behind === null ? null : behind + unfolded,
  }
}

/**
 * "No" when something of one's own is known to be only here; otherwise "unknown", since nobody was named who promised
 * to keep it: that others hold it now says nothing about tomorrow.
 */
async function safeToClose(parts: Parts): Promise<SafeToClose> {
  const self = parts.logs.identity?.person
  const alone: string[] = []
  let own = 0
  for (const commons of parts.book.members()) {
    // It came with the program and is made again at any time.
    if (isStarter(commons.entry)) continue
    for (const version of parts.holdings.of(commons.id)) {
      const thing = await parts.views.show(version)
      if (!thing || thing.author !== self) continue
      own++
      if (parts.sync.holders(version).length === 0) alone.push(thing.title)
    }
  }
  if (alone.length > 0)
    return { answer: 'no', reasons: [`only on this computer as far as is known: ${named(alone)}`] }
  const silent = ({ entry, logs }: OpenCommons) => logs.own === null || isStarter(entry)
  if (own === 0 && parts.book.members().every(silent)) {
    return {
      answer: 'yes',
      reasons: ['nothing was written on this computer yet that anybody else could need'],
    }
  }
  return { answer: 'unknown', reasons: ['nobody was named a keeper of what you wrote here'] }
}

function named(titles: string[]): string {
  const unique = [...new Set(titles)]
  const shown = unique.slice(0, TITLES_NAMED).join(', ')
  return unique.length > TITLES_NAMED ? `${shown} and ${unique.length - TITLES_NAMED} more` : shown
}

function stateOf(status: { state: string; online: 'yes' | 'no' | 'unknown' }): string {
  if (status.state !== 'started') return status.state
  return { yes: 'reachable', no: 'no answer from the network', unknown: 'not known yet' }[status.online]
}
