import type { NodeStatus } from '@allmende/api/client'

export type Peer = NodeStatus['peers'][number]

/** Connected, and nothing has come of it for longer than it has time to answer. A node of before this was told says nothing of it. */
export function isSilent(peer: Peer): peer is Peer & { silentSince: number } {
  return typeof peer.silentSince === 'number'
}

/** Those that are there. */
export function answering(peers: readonly Peer[]): Peer[] {
  return peers.filter((peer) => !isSilent(peer))
}
