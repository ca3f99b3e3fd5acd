import type Hyperswarm from 'hyperswarm'
import type { Timers } from '../contract.ts'
import { hex } from '../bytes.ts'

/**
 * Puts a wait between finding a peer and dialing it. Hyperswarm has no option for it; `_handlePeer` is where its looks
 * tell what they found. Were it renamed, peers would be dialed at once as before, only collide more often.
 * @returns what stops everything that still waits
 */
export function dialPolitely(
  swarm: Hyperswarm,
  timers: Timers,
  wait: (remotePublicKey: Uint8Array, topic: Uint8Array) => number,
): () => void {
  const waiting = new Map<string, unknown>()
  const dial = swarm._handlePeer.bind(swarm)
  swarm._handlePeer = (peer, topic) => {
    const name = hex(peer.publicKey)
    const ms = wait(peer.publicKey, topic)
    if (ms === 0) return dial(peer, topic)
    if (waiting.has(name)) return
    const timer = timers.setTimeout(() => {
      waiting.delete(name)
      if (!swarm.destroyed) dial(peer, topic)
    }, ms)
    waiting.set(name, timer)
  }
  return () => {
    for (const timer of waiting.values()) timers.clearTimeout(timer)
    waiting.clear()
  }
}
