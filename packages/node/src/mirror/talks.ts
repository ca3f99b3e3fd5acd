import type { Talk } from '@allmende/sync'
import type { CommonsId, NodeId } from '@allmende/vocabulary'
import type { Parts } from '../parts.ts'
import { decodeMessage, encodeMessage, MAX_MESSAGE, type MirrorMessage, PROTOCOL } from './messages.ts'

export type Listener = {
  /** Something that both sides have proved may be spoken of with this node now. Called again as more is proved. */
  met(talk: Talk, commons: readonly CommonsId[]): void
  /** Throws for what the other side may not say: it is refused then. */
  heard(talk: Talk, message: MirrorMessage): void
  gone(talk: Talk): void
}

/** The conversations about mirrors with all connected nodes. Of a commons nothing is said before it is proved on the connection. */
export class MirrorTalks {
  readonly #parts: Pick<Parts, 'sync'>
  readonly #listeners: readonly Listener[]
  readonly #open = new Set<Talk>()
  #end: () => void = () => undefined

  constructor(parts: Pick<Parts, 'sync'>, listeners: readonly Listener[]) {
    this.#parts = parts
    this.#listeners = listeners
  }

  start(): void {
    const { sync } = this.#parts
    this.#end = sync.converse({
      name: PROTOCOL,
      maxBytes: MAX_MESSAGE,
      // Pages of the largest commons at once, and then a word now and again.
      burst: 100,
      perSecond: 5,
      open: (talk) => this.#opened(talk),
    })
    sync.on('progress', this.#onProgress)
  }

  close(): void {
    this.#parts.sync.off('progress', this.#onProgress)
    this.#end()
  }

  /** The connected nodes with which a commons is proved. */
  about(commons: CommonsId): Talk[] {
    return [...this.#open].filter(({ node }) => this.proven(node).includes(commons))
  }

  proven(node: NodeId): readonly CommonsId[] {
    return this.#parts.sync.peers().find((peer) => peer.node === node)?.commons ?? []
  }

  #opened(talk: Talk) {
    this.#open.add(talk)
    // Nothing can be said before the caller has what we return.
    setImmediate(() => this.#tellMet(talk))
    return {
      onMessage: (bytes: Uint8Array): void => {
        const message = decodeMessage(bytes)
        for (const listener of this.#listeners) listener.heard(talk, message)
      },
      onClose: (): void => {
        this.#open.delete(talk)
        for (const listener of this.#listeners) listener.gone(talk)
      },
    }
  }

  #tellMet(talk: Talk): void {
    if (!this.#open.has(talk)) return
    const commons = this.proven(talk.node)
    if (commons.length > 0) for (const listener of this.#listeners) listener.met(talk, commons)
  }

  /** The proof of a commons shows in its progress. */
  readonly #onProgress = (): void => {
    for (const talk of this.#open) this.#tellMet(talk)
  }
}

export function say(talk: Talk, message: MirrorMessage): void {
  talk.send(encodeMessage(message))
}
