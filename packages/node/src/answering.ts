import type { Sync } from '@allmende/sync'
import type { NodeId, RecordId } from '@allmende/vocabulary'

type Peers = Pick<Sync, 'peers' | 'holders'>

/** Whether a node is connected and was heard of lately. One that fell silent is asked for data still, but nothing is promised on it. */
export function isAnswering(sync: Pick<Peers, 'peers'>, node: string): boolean {
  return sync.peers().some((peer) => peer.node === node && peer.silentSince === null)
}

/** Who says that they hold a version, and is there: what rests on others' having it goes by these. */
export function answeringHolders(sync: Peers, version: RecordId): NodeId[] {
  return sync.holders(version).filter((node) => isAnswering(sync, node))
}
