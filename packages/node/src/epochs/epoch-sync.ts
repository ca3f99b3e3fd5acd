import type { CarriedLogs, Hypercore } from '@allmende/logs'
import type { JoinSyncOptions, LinkProtocol, Sync, SyncEvents, SyncPeer, SyncProgress } from '@allmende/sync'
import type { Connection } from '@allmende/transports'
import { type CommonsId, type CoreKey, type NodeId, placeOf, type RecordId } from '@allmende/vocabulary'
import { EpochLogs } from './epoch-logs.ts'

type AnyListener = (...args: never[]) => void

/**
 * Sync as the rest of the node knows it: a commons is one, however many epochs it has. Below, each epoch is exchanged by
 * itself, so that a session of an old one has nothing of a new one in it.
 */
export class EpochSync implements Sync {
  readonly #sync: Sync
  readonly #commons = new Map<CommonsId, EpochLogs>()
  readonly #wrapped = new Map<AnyListener, AnyListener>()

  constructor(sync: Sync) {
    this.#sync = sync
  }

  /** The commons that an epoch belongs to; itself for what has no epochs. */
  rootOf(epoch: CommonsId): CommonsId {
    for (const logs of this.#commons.values()) if (logs.epoch(epoch)) return logs.id
    return epoch
  }

  start(): Promise<void> {
    return this.#sync.start()
  }

  /** Joins all epochs that are known; again when another one has come. */
  async join(logs: CarriedLogs, options: JoinSyncOptions = {}): Promise<void> {
    if (!(logs instanceof EpochLogs)) return this.#sync.join(logs, options)
    this.#commons.set(logs.id, logs)
    for (const epoch of logs.all()) await this.#sync.join(epoch, options)
  }

  async leave(commons: CommonsId): Promise<void> {
    const epochs = this.#epochsOf(commons)
    this.#commons.delete(commons)
    for (const epoch of epochs) await this.#sync.leave(epoch)
  }

  hasJoined(commons: CommonsId): boolean {
    return this.#commons.has(commons) || this.#sync.hasJoined(commons)
  }

  connect(address: string, options?: { keepTrying?: boolean }): Promise<void> {
    return this.#sync.connect(address, options)
  }

  accept(connection: Connection): void {
    this.#sync.accept(connection)
  }

  /**
   * A peer is in a commons if it has proven the epoch that is written in. Whoever has an old key only may be somebody who
   * was excluded: what is spoken of beside the logs (who holds what, mirrors) is no more for them than the logs are.
   */
  peers(): SyncPeer[] {
    return this.#sync.peers().map((peer) => this.#named(peer))
  }

  /** Whether a node has proven this very epoch, the one that is written in or another. */
  hasProven(node: NodeId, epoch: CommonsId): boolean {
    return this.#sync.peers().some((peer) => peer.node === node && peer.commons.includes(epoch))
  }

  /** What is missing in any epoch is missing; unknown is what nobody could say of the one that is written in. */
  progress(commons: CommonsId): SyncProgress {
    const known = this.#commons.get(commons)
    if (!known) return this.#sync.progress(commons)
    const all = known.all().map(({ id }) => this.#progressOf(id))
    const written = this.#progressOf(known.writing.id)
    const most = (of: (one: SyncProgress) => number): number => Math.max(...all.map(of))
    const last = (of: (one: SyncProgress) => number | null): number | null => {
      const at = most((one) => of(one) ?? -Infinity)
      return at === -Infinity ? null : at
    }
    return {
      commons,
      behind: written.behind === null ? null : all.reduce((sum, { behind }) => sum + (behind ?? 0), 0),
      logs: all.reduce((sum, { logs }) => sum + logs, 0),
      peers: most(({ peers }) => peers),
      reconciled: written.reconciled,
      metAt: last(({ metAt }) => metAt),
      lostAt: last(({ lostAt }) => lostAt),
    }
  }

  /** An epoch that has just come is among the logs a moment before it is joined: until then nobody has said anything of it. */
  #progressOf(epoch: CommonsId): SyncProgress {
    if (this.#sync.hasJoined(epoch)) return this.#sync.progress(epoch)
    return { commons: epoch, behind: null, logs: 0, peers: 0, reconciled: 0, metAt: null, lostAt: null }
  }

  converse(protocol: LinkProtocol): () => void {
    return this.#sync.converse(protocol)
  }

  meet(topic: Uint8Array, options: { server: boolean; client: boolean }): Promise<void> {
    return this.#sync.meet(topic, options)
  }

  part(topic: Uint8Array): Promise<void> {
    return this.#sync.part(topic)
  }

  shun(node: NodeId): void {
    this.#sync.shun(node)
  }

  admit(node: NodeId): void {
    this.#sync.admit(node)
  }

  /** In each epoch what is of it: an id names a log, and nothing of a new epoch is said in an old one. */
  announceHolding(commons: CommonsId, versions: readonly RecordId[]): void {
    const known = this.#commons.get(commons)
    if (!known) return this.#sync.announceHolding(commons, versions)
    for (const { id } of known.all().filter((one) => this.#sync.hasJoined(one.id)))
      this.#sync.announceHolding(
        id,
        versions.filter((version) => this.#epochOf(known, version) === id),
      )
  }

  announceFetching(commons: CommonsId, version: RecordId, active: boolean): void {
    const known = this.#commons.get(commons)
    this.#sync.announceFetching(known ? this.#epochOf(known, version) : commons, version, active)
  }

  /** Of all epochs that were compared with the member; null while the one that is written in wasn't. */
  heldBy(node: NodeId, commons: CommonsId): ReadonlyMap<CoreKey, number> | null {
    const written = this.#commons.get(commons)?.writing.id ?? commons
    if (!this.#sync.heldBy(node, written)) return null
    return new Map(this.#epochsOf(commons).flatMap((id) => [...(this.#sync.heldBy(node, id) ?? [])]))
  }

  holders(version: RecordId): NodeId[] {
    return this.#sync.holders(version)
  }

  openFiles(commons: CommonsId, core: CoreKey): Promise<Hypercore> {
    const epoch = this.#commons
      .get(commons)
      ?.all()
      .find((logs) => logs.owner(core) !== null)
    return this.#sync.openFiles(epoch?.id ?? commons, core)
  }

  policyChanged(commons: CommonsId): void {
    const known = this.#commons.has(commons)
    for (const epoch of this.#epochsOf(commons))
      if (!known || this.#sync.hasJoined(epoch)) this.#sync.policyChanged(epoch)
  }

  on<E extends keyof SyncEvents>(event: E, listener: (...args: SyncEvents[E]) => void): this {
    this.#sync.on(event, this.#wrap(event, listener))
    return this
  }

  once<E extends keyof SyncEvents>(event: E, listener: (...args: SyncEvents[E]) => void): this {
    this.#sync.once(event, this.#wrap(event, listener))
    return this
  }

  off<E extends keyof SyncEvents>(event: E, listener: (...args: SyncEvents[E]) => void): this {
    const wrapped = this.#wrapped.get(listener as unknown as AnyListener)
    if (wrapped) this.#sync.off(event, wrapped as unknown as typeof listener)
    return this
  }

  close(): Promise<void> {
    return this.#sync.close()
  }

  #epochsOf(commons: CommonsId): CommonsId[] {
    return (
      this.#commons
        .get(commons)
        ?.all()
        .map(({ id }) => id) ?? [commons]
    )
  }

  #epochOf(logs: EpochLogs, version: RecordId): CommonsId {
    return (logs.of(placeOf(version).log) ?? logs.writing).id
  }

  #named(peer: SyncPeer): SyncPeer {
    const current = peer.commons.flatMap((id) => {
      const root = this.rootOf(id)
      const written = this.#commons.get(root)?.writing.id ?? id
      return written === id ? [root] : []
    })
    return { ...peer, commons: current }
  }

  #wrap<E extends keyof SyncEvents>(
    event: E,
    listener: (...args: SyncEvents[E]) => void,
  ): (...args: SyncEvents[E]) => void {
    const call = listener as (told: unknown) => void
    const wrapped = ((told: SyncEvents[keyof SyncEvents][0]): void => {
      if (event === 'peer' || event === 'peer-gone' || event === 'peer-silent')
        return call(this.#named(told as SyncPeer))
      const { commons } = told as { commons?: CommonsId }
      if (commons === undefined) return call(told)
      const root = this.rootOf(commons)
      call(event === 'progress' ? this.progress(root) : { ...told, commons: root })
    }) as unknown as (...args: SyncEvents[E]) => void
    this.#wrapped.set(listener as unknown as AnyListener, wrapped as unknown as AnyListener)
    return wrapped
  }
}
