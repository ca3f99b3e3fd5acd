import type Hypercore from 'hypercore'

type Syncing = Hypercore.Peer & { onsync(message: unknown): Promise<void> }

const answering = new WeakSet<Hypercore.Peer>()

/**
 * Works around a race in hypercore's replicator (11.37 to 11.39): a core that grows from one peer while another one's
 * state is being compared drops the message that would tell that other peer its new length. When that other peer is
 * ahead it is not told later either, never acknowledges our length, and without that no upgrade is ever asked of it
 * again: live edits of three nodes stood still within seconds. So whoever is ahead and hasn't acknowledged our
 * length is answered with it.
 */
export function answerSyncs(core: Hypercore): void {
  core.on('peer-add', (peer: Hypercore.Peer) => patch(core, peer as Syncing))
  for (const peer of core.core.replicator.peers) patch(core, peer as Syncing)
}

/** A peer belongs to the core that all sessions share: once is enough, whoever attaches it again. */
function patch(core: Hypercore, peer: Syncing): void {
  if (answering.has(peer)) return
  answering.add(peer)
  const shared = core.core
  const onsync = peer.onsync.bind(peer)
  peer.onsync = async (message) => {
    await onsync(message)
    const length = shared.state?.length ?? 0
    const untold = peer.remoteLength > length && peer.lengthAcked !== length && peer.syncsProcessing === 0
    if (untold && peer.remoteOpened && length > 0) peer.sendSync()
  }
}
