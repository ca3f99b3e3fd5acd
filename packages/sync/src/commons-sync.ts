import {
  encodeZ32,
  keyBytes,
  type CommonsId,
  type CoreKey,
  type NodeId,
  type RecordId,
} from '@allmende/vocabulary'
import type {
  Appended,
  CarriedLogs,
  CoreRole,
  ForkEvidence,
  Head as CoreHead,
  LogState,
} from '@allmende/logs'
import type { Clock, Logger } from '@allmende/transports'
import type Hypercore from 'hypercore'
import { type Attached, Attachments } from './attachments.ts'
import { Carriage } from './carriage.ts'
import type {
  JoinSyncOptions,
  RefusedReason,
  SyncEvents,
  SyncPolicy,
  SyncProgress,
  Timings,
} from './contract.ts'
import { HeadSet } from './decide/heads.ts'
import { isOverdue } from './decide/overdue.ts'
import { fail } from './errors.ts'
import { Fetcher } from './fetcher.ts'
import { heldBy } from './held-by.ts'
import { HandOver } from './hand-over.ts'
import { HeardHeads } from './heard-heads.ts'
import { LengthAsks } from './length-asks.ts'
import { PROGRESS_MS, SOURCES_PER_CORE } from './limits.ts'
import { endSession, type PeerLink } from './peer-link.ts'
import { Present } from './present.ts'
import { Session, type SessionHost } from './session.ts'
import { Teller } from './teller.ts'
import { Soon } from './soon.ts'
import { Transfers } from './transfers.ts'
import { Whose } from './whose.ts'
import type { FirstBlock, HeadsMessage, PrefixPart, SignedHead, WantRest } from './wire/message.ts'

export type Emit = <E extends keyof SyncEvents>(event: E, ...args: SyncEvents[E]) => void

export type CommonsSyncOptions = {
  logs: CarriedLogs
  join: JoinSyncOptions
  policy: SyncPolicy
  /** Deadlines go by it. */
  clock: Clock
  /** When somebody came or went is told by it. */
  steady: Clock
  timings: Timings
  logger: Logger
  emit: Emit
}

/** One commons on all connections: what is here, who is met, what is told and fetched. */
export class CommonsSync implements SessionHost {
  readonly id: CommonsId
  readonly logs: CarriedLogs
  readonly replicateKey: Uint8Array
  readonly only: Uint8Array[]
  readonly heads = new HeadSet()
  readonly attachments: Attachments
  readonly fetcher: Fetcher
  readonly sessions: Present
  readonly #options: CommonsSyncOptions
  readonly #carriage: Carriage
  readonly #handOver: HandOver
  readonly #whose: Whose
  readonly #transfers: Transfers
  readonly #teller: Teller
  readonly #heard: HeardHeads
  readonly #lengths = new LengthAsks()
  readonly #progressed: Soon
  #closed = false

  constructor(options: CommonsSyncOptions) {
    const { logs, clock, policy, timings, logger } = options
    this.#options = options
    this.sessions = new Present(options.steady)
    this.id = logs.id
    this.logs = logs
    this.replicateKey = logs.keys.replicateKey
    this.only = (options.join.reader?.logs ?? []).map((log) => keyBytes(log))
    this.#transfers = new Transfers(logs.id, (event) => options.emit('transfer', event))
    this.attachments = new Attachments(logs, {
      now: () => clock.now(),
      wanted: (key) => this.fetcher.wanted(key),
      // What is attached is followed, whoever asked for it: the other side counts on hypercore telling us.
      onAttached: (attached) => {
        if (this.#isLive(attached)) this.attachments.fetch(attached, -1)
      },
      onTransfer: (attached, direction, bytes, from) => {
        if (direction === 'in' && attached.which !== 'files') this.#carriage.grew(attached.key, bytes)
        this.#transfers.moved(attached, direction, bytes, from)
      },
      onInvalid: (attached, from) =>
        logger.warn('a peer sent blocks that do not verify', { core: attached.key, node: encodeZ32(from) }),
    })
    this.#carriage = new Carriage(logs, policy)
    this.#handOver = new HandOver(logs)
    this.#whose = new Whose(logs, this.#carriage)
    this.#progressed = new Soon(PROGRESS_MS, () => options.emit('progress', this.progress()))
    const { heads, attachments } = this
    this.#teller = new Teller(heads, attachments, this.sessions)
    this.fetcher = new Fetcher({
      logs,
      heads,
      attachments,
      carriage: this.#carriage,
      whose: this.#whose,
      clock,
      timings,
      logger,
      onRefused: (session, reason, detail) => session.link.refuse(reason, detail, this.id),
    })
    this.#heard = new HeardHeads({ logs, heads, logger, fetcher: this.fetcher, only: this.only })
  }

  open(): void {
    this.#takeHeads()
    this.#carriage.open()
    this.logs.on('appended', this.#onAppended)
    this.logs.on('bound', this.#onBound)
    this.logs.on('forked', this.#onForked)
    this.logs.on('reopened', this.#onReopened)
  }

  #takeHeads(): void {
    this.heads.clear()
    for (const head of this.logs.heads()) this.#setHead(head.core, head.which, head, head.contiguous)
  }

  offer(link: PeerLink): void {
    if (link.sessions.has(this.id) || !this.#meets(link)) return
    const session = new Session(this, link)
    link.sessions.set(this.id, session)
    session.offer()
  }

  progress(): SyncProgress {
    const counts = this.sessions.counts()
    const behind = counts.reconciled ? this.fetcher.missing : null
    return { commons: this.id, behind, logs: this.heads.logs, ...counts }
  }

  heldBy(node: NodeId): ReadonlyMap<CoreKey, number> | null {
    const session = [...this.sessions].find((one) => one.link.node === node)
    return session ? heldBy(session, this.heads, this.attachments) : null
  }

  announceHolding(versions: readonly RecordId[]): void {
    this.#teller.hold(versions)
  }

  announceFetching(version: RecordId, active: boolean): void {
    this.#teller.fetch(version, active)
  }

  /** Ends the commons on a connection whose node it is no longer spoken of with. Tells whether it did. */
  dismiss(link: PeerLink): boolean {
    if (!link.sessions.has(this.id) || this.#meets(link)) return false
    endSession(link, this.id)
    return true
  }

  #meets(link: PeerLink): boolean {
    return this.#options.policy.meets?.(this.id, link.node) ?? true
  }

  policyChanged(): void {
    this.#carriage.forget()
    this.fetcher.reconsider()
    // Whoever was followed live and is carried no further: what hypercore was told to fetch is taken back.
    for (const { key } of this.attachments.values()) this.#keepToQuota(key)
    // What wasn't carried was not kept in mind either: nobody's heads but those that count here take memory.
    for (const session of this.sessions) session.reconcileAgain()
  }

  async openFiles(key: CoreKey): Promise<Hypercore> {
    if (this.logs.owner(key)?.which !== 'files') throw fail('SYNC_UNKNOWN_FILES', { core: key })
    const core = await this.logs.core(key)
    const attached = await this.attachments.hold(key, 'files')
    attached.pins++
    core.once('close', () => attached.pins--)
    // To every proven peer, without asking who has it: one that doesn't have the core refuses the channel, and
    // one that holds only a part serves that part.
    for (const session of this.sessions)
      await this.attachments.attach(key, 'files', session).catch(() => null)
    return core
  }

  tick(now: number): void {
    const { timings } = this.#options
    const late = ({ reconciled, progress, link }: Session) =>
      !reconciled && isOverdue(progress, link, now, timings.reconcile)
    for (const session of this.sessions) if (late(session)) session.refuse('reconcile-timeout')
    this.fetcher.tick(now)
    this.attachments.attachPinned(this.sessions)
    for (const session of this.sessions) {
      this.#teller.tellLater(session)
      if (now - session.reconciledAt > timings.again) session.reconcileAgain()
    }
    for (const attached of this.attachments.values()) {
      // Files are on all connections; who was taken off one is put there again, behind the others.
      const silent =
        attached.pins && this.#lengths.overdue(attached, now, timings.handOver / SOURCES_PER_CORE)
      if (silent && attached.core.peers.length > 1) this.attachments.detach(attached, silent)
      const quiet = now - attached.activeAt > timings.idle
      if (quiet && !attached.pins && !this.fetcher.wanted(attached.key))
        void this.attachments.release(attached)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#progressed.stop()
    this.logs.off('appended', this.#onAppended)
    this.logs.off('bound', this.#onBound)
    this.logs.off('forked', this.#onForked)
    this.logs.off('reopened', this.#onReopened)
    this.fetcher.close()
    this.#transfers.close()
    for (const session of this.sessions) endSession(session.link, this.id)
    await this.attachments.close()
  }

  startHere = () => (this.#options.join.startHere?.() ?? []) as readonly CoreKey[]

  onProven(session: Session): void {
    this.sessions.add(session)
    this.#teller.tellHolding(session)
    this.#teller.tellFetching(session)
    for (const attached of this.attachments.values())
      if (attached.pins) this.attachments.attach(attached.key, attached.which, session).catch(() => null)
    this.#progressed.call()
    session.ping()
  }

  onHeads(session: Session, { heads, live }: HeadsMessage): void {
    this.#heard.hear(session, heads, live)
    this.#progressed.call()
  }

  onReconciled(session: Session): void {
    this.sessions.heard()
    this.#heard.reconciled(session)
    this.#progressed.call()
  }

  onWant(session: Session, wants: ({ key: Uint8Array } | WantRest)[]): void {
    const names = session.readerOf
    const allowed = names ? wants.filter(({ key }) => names.has(Buffer.from(key).toString('hex'))) : wants
    if (!this.#handOver.want(session, allowed)) session.refuse('too-many-messages', 'want')
  }

  onPrefix(session: Session, parts: PrefixPart[]): RefusedReason | null {
    return this.fetcher.onPrefix(session, parts)
  }

  onNoPrefix(session: Session, keys: Uint8Array[]): void {
    this.fetcher.onNoPrefix(session, keys)
  }

  onAskSigned(session: Session, keys: Uint8Array[]): void {
    this.#heard.answerSigned(session, keys)
  }

  onSigned(session: Session, heads: SignedHead[]): void {
    this.#heard.hearSigned(session, heads)
  }

  onAskWhose(session: Session, keys: Uint8Array[]): void {
    void this.#whose.answer(session, keys)
  }

  onWhose(session: Session, blocks: FirstBlock[]): void {
    this.#whose.onBlocks(session, blocks)
    this.fetcher.pump()
  }

  onHolding(session: Session, versions: string[]): void {
    for (const version of versions as RecordId[]) {
      const holders = [...this.sessions].filter((other) => other.holdings.has(version)).length
      this.#options.emit('holding', { commons: this.id, version, node: session.link.node, holders })
    }
  }

  onFetching(session: Session, version: string, active: boolean): void {
    const { node } = session.link
    this.#options.emit('fetching', { commons: this.id, version: version as RecordId, node, active })
  }

  onEnded(session: Session): void {
    const held = heldBy(session, this.heads, this.attachments)
    this.sessions.delete(session)
    if (held !== null) this.#options.emit('parted', { commons: this.id, node: session.link.node, held })
    this.#handOver.ended(session)
    this.#whose.ended(session)
    this.attachments.ended(session)
    this.#transfers.ended(session.link.node)
    this.fetcher.ended(session)
    this.#heard.ended(session)
    this.#progressed.call()
  }

  serve(session: Session, discoveryKey: Uint8Array): Promise<boolean> {
    return this.attachments.serve(session, discoveryKey)
  }

  #setHead(key: CoreKey, which: CoreRole, head: CoreHead, held: number): void {
    if (which === 'files') return
    const bytes = this.heads.get(key)?.key ?? keyBytes(key)
    const { length, fork, rootHash } = head
    this.heads.set(key, { key: bytes, which, length, fork, held: Math.min(held, length), root: rootHash })
  }

  readonly #onAppended = ({ core, which, length }: Appended): void => {
    const head = this.logs.head(core)
    if (!head || which === 'files') return
    this.#setHead(core, which, head, length)
    this.#keepToQuota(core)
    for (const session of this.sessions) session.grown.add(core)
    this.fetcher.arrived(core)
    this.#teller.changed(core)
    this.#progressed.call()
  }

  readonly #onBound = (log: LogState): void => {
    if (log.own) this.#tellOwn(log)
    if (log.edits) this.#heard.bound(log.edits)
  }

  #isLive({ key, which, core }: Attached): boolean {
    return which === 'edits' ? this.#carriage.live(key, core.byteLength) : this.#carriage.whole(key)
  }

  /** A core that was followed live has outgrown its quota: from here on it is counted block by block. */
  #keepToQuota(key: CoreKey): void {
    const attached = this.attachments.get(key)
    if (attached?.rangeEnd !== -1 || this.#isLive(attached)) return
    this.attachments.fetch(attached, attached.core.contiguousLength)
  }

  /** The cores of an own log are there, bound, before anything was appended that would announce them. */
  #tellOwn({ key, edits }: LogState): void {
    for (const [core, which] of [[key, 'records'] as const, [edits, 'edits'] as const]) {
      const head = core && this.logs.head(core)
      if (!core || !head) continue
      this.#setHead(core, which, head, head.length)
      this.#teller.changed(core)
    }
  }

  readonly #onForked = (evidence: ForkEvidence): void => {
    const { core, from, reason } = evidence
    this.#options.emit('forked', { commons: this.id, core, node: from ?? null, reason })
  }

  /** The sessions on cores are dead, the heads may be lower: take all down first, then begin again with every peer. */
  readonly #onReopened = (): void => {
    this.#takeHeads()
    void this.attachments.close().then(() => {
      for (const session of this.sessions) session.restart()
    })
  }
}
