import type { SyncPeer } from '@allmende/sync'
import type { Transport, TransportStatus } from '@allmende/transports'
import type { OpenCommons } from './commons-book.ts'
import type {
  CommonsStatus,
  NodeStatus,
  PeerInfo,
  PlaceInfo,
  RelayInfo,
  TransferInfo,
  WayInfo,
} from './contract.ts'
import { namesOfNodes, safeToCloseHere } from './keeping/safe-to-close.ts'
import type { Parts } from './parts.ts'
import { profile } from './people.ts'

/** The state as it is known; what isn't known is said to be unknown. */
export async function nodeStatus(
  parts: Parts,
  version: string,
  transfers: readonly TransferInfo[],
  findings: NodeStatus['findings'],
): Promise<NodeStatus> {
  const { person, device, name } = await profile(parts, {})
  // Asked once: each looks through its peers and its DHT for it.
  const ways = parts.transports.map((transport) => ({ transport, status: transport.status() }))
  return {
    node: parts.id,
    version,
    home: parts.home.dir,
    person,
    name,
    device,
    peers: await namedPeers(parts),
    commons: await Promise.all(parts.book.members().map((commons) => commonsStatus(parts, commons))),
    safeToClose: await safeToCloseHere(parts),
    network: ways.filter(({ status }) => isUsed(status)).map(wayInfo),
    relay: relayOf(ways.map(({ status }) => status)),
    findings,
    transfers,
  }
}

/** Without a place to go to, and without one's own, meeting places are no way at all. */
function isUsed({ place, places }: TransportStatus): boolean {
  return !places || places.length > 0 || place !== undefined
}

function wayInfo({ transport, status }: { transport: Transport; status: TransportStatus }): WayInfo {
  return {
    transport: transport.name,
    addresses: transport.addresses(),
    state: stateOf(status),
    answers: answersOf(status),
    hints: status.hints ?? [],
    ...(status.places ? { places: status.places } : {}),
  }
}

function relayOf(statuses: readonly TransportStatus[]): RelayInfo | null {
  const [relay] = statuses.flatMap((status) => status.relay ?? [])
  if (!relay) return null
  const { state, sessions, pairs, bytes, refused, cut, limits } = relay
  return {
    state,
    computers: sessions,
    connections: pairs,
    bytes,
    refused: refused + cut,
    mostConnections: limits.pairs,
    bytesPerSecond: limits.bytesPerSecond,
    place: placeOffered(statuses),
  }
}

function placeOffered(statuses: readonly TransportStatus[]): PlaceInfo | null {
  const [place] = statuses.flatMap((status) => status.place ?? [])
  if (!place) return null
  const { state, port, sessions, pairs, bytes, limits } = place
  return {
    state,
    port,
    computers: sessions,
    connections: pairs,
    bytes,
    mostConnections: limits.pairs,
    bytesPerSecond: limits.bytesPerSecond,
  }
}

/** Peers with the names of their people, as far as a commons that both have tells. */
async function namedPeers(parts: Parts): Promise<PeerInfo[]> {
  const peers = parts.sync.peers()
  const names = new Map<string, string>()
  for (const commons of parts.book.members()) {
    if (!peers.some((peer) => peer.commons.includes(commons.id))) continue
    for (const [node, name] of await namesOfNodes(parts, commons)) names.set(node, name)
  }
  return peers.map((peer) => {
    const name = names.get(peer.node)
    return { ...peerInfo(peer), ...(name === undefined ? {} : { name }) }
  })
}

export function peerInfo(peer: SyncPeer): PeerInfo {
  const { node, address, rtt, silentSince, since, bytesIn, bytesOut, commons } = peer
  const transport = placeOf(peer, peer.transport)
  return { node, transport, address, rtt, silentSince, since, bytesIn, bytesOut, commons }
}

/** In words a person has for it: where the peer is, not how the bytes travel. */
function placeOf({ sameNetwork, relayed }: SyncPeer, transport: string): string {
  if (relayed) return 'relayed'
  if (sameNetwork) return 'same network'
  return INTERNET.has(transport) ? 'internet' : transport
}

/** Transports that go as far as the network does. */
const INTERNET = new Set(['hyperswarm', 'direct', 'libp2p', 'meeting'])

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

function answersOf({ state, online }: TransportStatus): WayInfo['answers'] {
  return state === 'started' ? online : 'off'
}

function stateOf(status: Pick<TransportStatus, 'state' | 'online'>): string {
  if (status.state !== 'started') return status.state
  return { yes: 'reachable', no: 'no answer from the network', unknown: 'not known yet' }[status.online]
}
