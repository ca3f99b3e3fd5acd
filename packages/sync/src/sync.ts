import { EventEmitter } from 'node:events'
import {
  encodeZ32,
  type CommonsId,
  type CoreKey,
  type LogFields,
  type NodeId,
  type RecordId,
} from '@allmende/vocabulary'
import type { CarriedLogs } from '@allmende/logs'
import type { Clock, Connection, Transport } from '@allmende/transports'
import type Hypercore from 'hypercore'
import { CommonsSync } from './commons-sync.ts'
import {
  carryEverything,
  type JoinSyncOptions,
  type LinkProtocol,
  type Sync,
  type SyncEvents,
  type SyncOptions,
  type SyncPeer,
  type SyncProgress,
  type Timings,
} from './contract.ts'
import { AwakeClock } from './decide/awake.ts'
import { fail } from './errors.ts'
import { DEFAULT_TIMINGS, GOODBYE_MS } from './limits.ts'
import { Links } from './links.ts'
import { Meetings } from './meetings.ts'
import { endSession, PeerLink } from './peer-link.ts'

/** Makes the sync of a node. Nothing is listened to before `start`. */
export function createSync(options: SyncOptions): Sync {
  return new NodeSync(options)
}

/** A user who sets the clock must not end all sessions. */
const steady: Clock = { now: () => performance.now() }

class NodeSync extends EventEmitter<SyncEvents> implements Sync {
  readonly #options: SyncOptions
  readonly #timings: Timings
  readonly #commons = new Map<CommonsId, CommonsSync>()
  readonly #links: Links
  readonly #protocols = new Map<string, LinkProtocol>()
  readonly #meetings = new Meetings()
  readonly #shunned = new Set<NodeId>()
  readonly #tickMs: number
  /** Deadlines run on this one. */
  readonly #awake: AwakeClock
  #ticker: NodeJS.Timeout | null = null
  #pingAt = 0
  #closed = false

  constructor(options: SyncOptions) {
    super()
    this.setMaxListeners(0)
    this.#options = options
    this.#timings = { ...DEFAULT_TIMINGS, ...options.timings }
    this.#tickMs = Math.max(20, Math.min(1_000, Math.min(...Object.values(this.#timings)) / 2))
    this.#awake = new AwakeClock(steady, 2 * this.#tickMs)
    this.#links = new Links({
      create: (connection) => this.#createLink(connection),
      onStarted: (link) => this.#onStarted(link),
    })
  }

  async start(): Promise<void> {
    this.#tickFrom()
    for (const transport of this.#options.transports)
      await transport.start((connection) => this.accept(connection))
  }

  async join(logs: CarriedLogs, join: JoinSyncOptions = {}): Promise<void> {
    if (this.#closed) throw fail('SYNC_CLOSED')
    const existing = this.#commons.get(logs.id)
    // A reader that joins in earnest begins anew: the peers were told that it reads a few logs only.
    if (existing && (existing.only.length === 0 || join.reader)) return
    if (existing) await this.leave(logs.id)
    const { logger } = this.#options
    const policy = join.policy ?? this.#options.policy ?? carryEverything
    const emit = <E extends keyof SyncEvents>(event: E, ...args: SyncEvents[E]) => this.#tell(event, ...args)
    const commons = new CommonsSync({
      logs,
      join,
      policy,
      clock: this.#awake,
      steady,
      timings: this.#timings,
      logger,
      emit,
    })
    commons.open()
    this.#commons.set(logs.id, commons)
    this.#tickFrom()
    for (const link of this.#links.started()) commons.offer(link)
    if (join.announce === false) return
    const server = !join.reader
    for (const transport of this.#options.transports)
      await transport.join(logs.keys.topic, { server, client: true })
  }

  async leave(id: CommonsId): Promise<void> {
    const commons = this.#commons.get(id)
    if (!commons) return
    // Those that aren't proven yet are known to the link alone; left open, their channel would stand in the way of the next.
    for (const link of this.#links.started()) endSession(link, id)
    // After that: who hears of it may ask how far the commons is.
    this.#commons.delete(id)
    await commons.close()
    for (const transport of this.#options.transports) await transport.leave(commons.logs.keys.topic)
  }

  async connect(address: string, options?: { keepTrying?: boolean }): Promise<void> {
    const transport = this.#options.transports.find((candidate) => candidate.connect !== undefined)
    if (!transport?.connect) throw fail('SYNC_NO_DIAL', { address })
    await transport.connect(address, options)
  }

  accept(connection: Connection): void {
    if (this.#closed) return connection.stream.destroy()
    if (this.#shunned.has(encodeZ32(connection.stream.remotePublicKey) as NodeId))
      return connection.stream.destroy()
    this.#tickFrom()
    this.#links.add(connection)
  }

  peers(): SyncPeer[] {
    return this.#links.values().map((link) => link.describe())
  }

  converse(protocol: LinkProtocol): () => void {
    if (this.#protocols.has(protocol.name)) throw new TypeError(`${protocol.name} is spoken already`)
    this.#protocols.set(protocol.name, protocol)
    for (const link of this.#links.started()) link.converse(protocol)
    return () => {
      if (this.#protocols.get(protocol.name) !== protocol) return
      this.#protocols.delete(protocol.name)
      for (const link of this.#links.started()) link.endConversation(protocol.name)
    }
  }

  async meet(topic: Uint8Array, options: { server: boolean; client: boolean }): Promise<void> {
    if (this.#closed) throw fail('SYNC_CLOSED')
    const wanted = this.#meetings.enter(topic, options)
    if (!wanted) return
    for (const transport of this.#options.transports) await transport.join(topic, wanted)
  }

  async part(topic: Uint8Array): Promise<void> {
    if (!this.#meetings.leave(topic) || this.#closed) return
    for (const transport of this.#options.transports) await transport.leave(topic)
  }

  shun(node: NodeId): void {
    this.#shunned.add(node)
    for (const link of this.#links.started()) if (link.node === node) link.close()
  }

  admit(node: NodeId): void {
    this.#shunned.delete(node)
  }

  hasJoined(id: CommonsId): boolean {
    return this.#commons.has(id)
  }

  progress(id: CommonsId): SyncProgress {
    return this.#get(id).progress()
  }

  announceHolding(id: CommonsId, versions: readonly RecordId[]): void {
    this.#get(id).announceHolding(versions)
  }

  announceFetching(id: CommonsId, version: RecordId, active: boolean): void {
    this.#get(id).announceFetching(version, active)
  }

  heldBy(node: NodeId, id: CommonsId): ReadonlyMap<CoreKey, number> | null {
    return this.#commons.get(id)?.heldBy(node) ?? null
  }

  holders(version: RecordId): NodeId[] {
    const nodes = new Set<NodeId>()
    for (const commons of this.#commons.values())
      for (const session of commons.sessions) if (session.holdings.has(version)) nodes.add(session.link.node)
    return [...nodes]
  }

  openFiles(id: CommonsId, core: CoreKey): Promise<Hypercore> {
    return this.#get(id).openFiles(core)
  }

  policyChanged(id: CommonsId): void {
    const commons = this.#get(id)
    for (const link of this.#links.started()) {
      // With no other commons the connection goes too, at once, whatever else is spoken on it.
      if (commons.dismiss(link) && link.proven.length === 0) link.close()
      else commons.offer(link)
    }
    commons.policyChanged()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    if (this.#ticker) clearInterval(this.#ticker)
    await this.#links.end(GOODBYE_MS)
    await Promise.all([...this.#commons.values()].map((commons) => commons.close()))
    this.#links.close()
    await Promise.all(this.#options.transports.map((transport) => this.#closeInTime(transport)))
    this.removeAllListeners()
  }

  /** A library that waits for what never comes must not keep the store from being closed. */
  async #closeInTime(transport: Transport): Promise<void> {
    let late: ReturnType<typeof setTimeout> | undefined
    const deadline = new Promise<'late'>((resolve) => {
      late = setTimeout(() => resolve('late'), this.#timings.close)
    })
    const ended = await Promise.race([transport.close(), deadline])
    clearTimeout(late)
    if (ended === 'late')
      this.#options.logger.warn('a transport did not close in time', { transport: transport.name })
  }

  #get(id: CommonsId): CommonsSync {
    const commons = this.#commons.get(id)
    if (!commons) throw fail('SYNC_NOT_JOINED', { commons: id })
    return commons
  }

  #createLink(connection: Connection): PeerLink {
    const clocks = { wall: this.#options.clock, steady, awake: this.#awake }
    return new PeerLink(connection, clocks, this.#timings, {
      onRefused: (link, reason, detail, commons) => {
        const event = { node: link.node, address: link.connection.address, reason }
        this.#options.logger.warn('a peer was refused', { ...event, commons, detail })
        this.#tell('refused', { ...event, ...(commons ? { commons } : {}), ...(detail ? { detail } : {}) })
      },
      onClosed: (link) => {
        const told = link.started
        this.#links.remove(link)
        this.#options.logger.debug('a connection ended', connectionOf(link))
        if (told && !this.#links.get(link.node)) this.#tell('peer-gone', link.describe())
      },
    })
  }

  #onStarted(link: PeerLink): void {
    this.#options.logger.debug('a connection is used', connectionOf(link))
    for (const commons of this.#commons.values()) commons.offer(link)
    for (const protocol of this.#protocols.values()) link.converse(protocol)
    if (this.#links.get(link.node) === link) this.#tell('peer', link.describe())
  }

  /** A listener that throws is the listener's fault, and no reason to drop a peer. */
  #tell<E extends keyof SyncEvents>(event: E, ...args: SyncEvents[E]): void {
    try {
      ;(this.emit as (name: string, ...values: unknown[]) => boolean)(event, ...args)
    } catch (error) {
      this.#options.logger.error('a listener of sync failed', { event, error: String(error) })
    }
  }

  #tickFrom(): void {
    if (this.#ticker || this.#closed) return
    this.#awake.turn()
    this.#ticker = setInterval(() => this.#tick(), this.#tickMs)
    this.#ticker.unref()
  }

  #tick(): void {
    this.#awake.turn()
    const now = this.#awake.now()
    for (const link of this.#links.started()) {
      if (link.stranger || link.used || now - link.startedAt < this.#timings.proof) continue
      link.stranger = true
      link.refuse('nothing-in-common')
    }
    for (const commons of this.#commons.values()) commons.tick(now)
    this.#tellSilent()
    if (now - this.#pingAt < this.#timings.ping) return
    this.#pingAt = now
    for (const link of this.#links.started()) link.proven[0]?.ping()
  }

  #tellSilent(): void {
    for (const link of this.#links.values()) {
      const silent = link.silentSince !== null
      if (silent === link.toldSilent) continue
      link.toldSilent = silent
      this.#tell('peer-silent', link.describe())
    }
  }
}

function connectionOf({ node, connection: { transport, address, incoming } }: PeerLink): LogFields {
  return { node, transport, address, incoming }
}
