import type { Connection } from '@allmende/transports'
import type { NodeId } from '@allmende/vocabulary'
import { decidesHere, smallerHandshake } from './decide/connections.ts'
import { MAX_CONNECTIONS_PER_NODE, MAX_STRANGERS } from './limits.ts'
import type { PeerLink } from './peer-link.ts'

/** Two connections within this time came up together, each side having dialed. */
const TOGETHER_MS = 2_000

export type LinksEvents = {
  create(connection: Connection): PeerLink
  /** A link is in use: offer it what is joined. */
  onStarted(link: PeerLink): void
}

/** All connections: one in use per node. */
export class Links {
  readonly #events: LinksEvents
  readonly #byNode = new Map<NodeId, PeerLink[]>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #closed = false

  constructor(events: LinksEvents) {
    this.#events = events
  }

  /** The connection in use with each node. */
  values(): PeerLink[] {
    return [...this.#byNode.values()].flatMap((links) => links.find((link) => link.started) ?? [])
  }

  /** All in use, also a second one whose fate the other side decides. */
  started(): PeerLink[] {
    return [...this.#byNode.values()].flat().filter((link) => link.started)
  }

  get(node: NodeId): PeerLink | undefined {
    return this.#byNode.get(node)?.find((link) => link.started)
  }

  add(connection: Connection): void {
    const { stream } = connection
    if (this.#closed || stream.destroying || Buffer.compare(stream.publicKey, stream.remotePublicKey) === 0)
      return stream.destroy()
    const link = this.#events.create(connection)
    const links = this.#byNode.get(link.node) ?? []
    stream.on('close', () => link.close())
    if (links.length >= MAX_CONNECTIONS_PER_NODE) return link.close()
    links.push(link)
    this.#byNode.set(link.node, links)
    const inUse = this.get(link.node)
    if (!inUse || !decidesHere(stream.publicKey, stream.remotePublicKey)) this.#start(link)
    else this.#choose(inUse, link)
    this.#limitStrangers()
  }

  remove(link: PeerLink): void {
    const left = (this.#byNode.get(link.node) ?? []).filter((other) => other !== link)
    if (left.length) this.#byNode.set(link.node, left)
    else this.#byNode.delete(link.node)
    const parked = left[0]
    if (parked && !left.some((other) => other.started)) this.#start(parked)
  }

  /**
   * Ends every connection so that what was said last still arrives ("I hold this now", just before a command leaves);
   * a stream that is destroyed drops it. Bounded: nobody's silence keeps us.
   */
  async end(boundMs: number): Promise<void> {
    this.#closed = true
    const streams = [...this.#byNode.values()].flat().map(({ connection }) => connection.stream)
    const ended = streams.map((stream) => {
      const closed = new Promise<void>((resolve) => stream.once('close', resolve))
      stream.end()
      return stream.destroyed ? Promise.resolve() : closed
    })
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, boundMs)))
    await Promise.race([Promise.all(ended), late])
    clearTimeout(timer)
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
    for (const link of [...this.#byNode.values()].flat()) link.close()
  }

  #start(link: PeerLink): void {
    link.start()
    this.#events.onStarted(link)
  }

  /** We decide. The new one is parked until the old one has shown whether it lives. */
  #choose(old: PeerLink, fresh: PeerLink): void {
    if (fresh.startedAt - old.startedAt < TOGETHER_MS) {
      const kept = smallerHandshake(
        old.connection.stream.handshakeHash,
        fresh.connection.stream.handshakeHash,
      )
      return (kept === 'a' ? fresh : old).close()
    }
    const asked = old.heard
    for (const session of old.proven) session.ping()
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      const loser = old.heard > asked ? fresh : old
      loser.close()
    }, old.timings.duplicate)
    this.#timers.add(timer)
  }

  /** Of those with nothing in common, the oldest goes when there are too many. */
  #limitStrangers(): void {
    const strangers = [...this.#byNode.values()].flat().filter((link) => link.stranger)
    for (const link of strangers.slice(0, Math.max(0, strangers.length - MAX_STRANGERS))) link.close()
  }
}
