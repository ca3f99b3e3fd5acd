import type Hypercore from 'hypercore'

/** Milliseconds after an upgrade, and again while it stays as it is: a round trip on a slow line fits before the last. */
const AFTER_MS = [4, 20, 100, 500, 2_000] as const

/**
 * Works around a race in hypercore's replicator (11.37 to 11.39): a core that grows from one peer while another one's
 * state is being compared drops the message that would tell that other peer its new length. The other then never
 * acknowledges it, and without that no upgrade is ever asked of it again. So after each upgrade, peers that are
 * ahead and haven't acknowledged our length are told once more; a message too many says nothing new.
 */
export class Nudge {
  readonly #core: Hypercore
  #step = 0
  #timer: NodeJS.Timeout | null = null

  constructor(core: Hypercore) {
    this.#core = core
  }

  /** The core grew: looks again shortly. */
  grew(): void {
    this.stop()
    this.#step = 0
    this.#later()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #later(): void {
    const after = AFTER_MS[this.#step++]
    if (after === undefined) return
    this.#timer = setTimeout(() => {
      if (!this.#core.closing && this.#tell()) this.#later()
    }, after)
    this.#timer.unref()
  }

  /** Whether somebody still had to be told. */
  #tell(): boolean {
    const { length } = this.#core
    const stale = this.#core.core.replicator.peers.filter(
      (peer) => peer.remoteSynced && peer.remoteLength > length && peer.lengthAcked !== length,
    )
    for (const peer of stale) if (peer.syncsProcessing === 0) peer.sendSync()
    return stale.length > 0
  }
}
