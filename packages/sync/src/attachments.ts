import { decodeZ32, type CoreKey } from '@allmende/vocabulary'
import type { CarriedLogs, CoreRole } from '@allmende/logs'
import type Hypercore from 'hypercore'
import { answerSyncs } from './answer-syncs.ts'
import { MAX_OPEN, MAX_SERVED_PER_PEER } from './limits.ts'
import type { Session } from './session.ts'

const HYPERCORE = 'hypercore/alpha'
const JUST_NOW_MS = 1_000
/** Between two tries to put what is open here on a connection that it isn't on. */
const AGAIN_MS = 1_000

/** One core that is on at least one connection, or pinned by a caller. */
export type Attached = {
  key: CoreKey
  which: CoreRole
  /** A plain session (ciphertext): a mirror that can't read works just the same. */
  core: Hypercore
  sessions: Set<Session>
  /** Bytes of its blocks that came from each. */
  given: Map<Session, number>
  /** What is being fetched; null while it is only served, or fetched by whoever opened it. */
  range: Hypercore.Download | null
  rangeEnd: number
  /** Open `openFiles` sessions. */
  pins: number
  activeAt: number
  /** When it was last put on the connections that it wasn't on. */
  offeredAt: number
}

export type AttachmentEvents = {
  now(): number
  /** Something of the core is to be fetched. */
  wanted(key: CoreKey): boolean
  /** A core of records or edits is on a connection. */
  onAttached(attached: Attached): void
  onTransfer(attached: Attached, direction: 'in' | 'out', bytes: number, from: Uint8Array): void
  onInvalid(attached: Attached, from: Uint8Array): void
}

/**
 * The thin part: single cores on single connections, each put there explicitly. `store.replicate` is never used, since it
 * serves any core whose key the other side knows, past every gate.
 */
export class Attachments {
  readonly #logs: CarriedLogs
  readonly #events: AttachmentEvents
  readonly #attached = new Map<CoreKey, Promise<Attached>>()
  readonly #ready = new Map<CoreKey, Attached>()
  /** Those that are open, by discovery key (hex). */
  readonly #byName = new Map<string, Attached>()

  constructor(logs: CarriedLogs, events: AttachmentEvents) {
    this.#logs = logs
    this.#events = events
  }

  values(): Iterable<Attached> {
    return this.#ready.values()
  }

  get(key: CoreKey): Attached | undefined {
    return this.#ready.get(key)
  }

  /** Whether both sides have the core on this connection now, so that hypercore tells what is new by itself. */
  live(key: CoreKey, session: Session): boolean {
    const attached = this.#ready.get(key)
    if (!attached?.sessions.has(session)) return false
    return peerOf(attached, session)?.remoteOpened === true
  }

  /** Blocks without a gap that the other side of a live core is known to have. */
  remoteHeld(key: CoreKey, session: Session): number {
    const attached = this.#ready.get(key)
    return (attached && peerOf(attached, session)?.remoteContiguousLength) ?? 0
  }

  /** Closes those that have been quiet for longest when many are open. */
  trim(): void {
    if (this.#ready.size <= MAX_OPEN) return
    const quiet = [...this.#ready.values()].filter(({ key, pins }) => !pins && !this.#events.wanted(key))
    quiet.sort((a, b) => a.activeAt - b.activeAt)
    for (const attached of quiet.slice(0, this.#ready.size - MAX_OPEN)) void this.release(attached)
  }

  /** Puts a core on a connection. Idempotent. */
  async attach(key: CoreKey, which: CoreRole, session: Session): Promise<Attached | null> {
    const attached = await this.hold(key, which)
    if (!session.open || attached.core.closing) return null
    const { mux } = session.link
    if (
      !attached.sessions.has(session) ||
      !mux.opened({ protocol: HYPERCORE, id: attached.core.discoveryKey })
    ) {
      attached.core.core.replicator.detachFrom(mux)
      attached.sessions.add(session)
      attached.core.replicate(mux)
    }
    attached.activeAt = this.#events.now()
    if (which !== 'files') this.#events.onAttached(attached)
    return attached
  }

  /**
   * Puts what somebody has open here on the connections that it isn't on: the other side lets go of what was quiet for a while, and
   * may have by now what it refused before. Nothing else would ever ask it again.
   */
  attachPinned(sessions: ReadonlySet<Session>): void {
    const now = this.#events.now()
    for (const attached of this.#ready.values()) {
      if (attached.pins === 0 || now - attached.offeredAt < AGAIN_MS) continue
      attached.offeredAt = now
      for (const session of sessions)
        if (!peerOf(attached, session)) this.attach(attached.key, attached.which, session).catch(() => null)
    }
  }

  /** Fetches blocks up to `end` (-1: all there are and will be) from wherever the core is attached. */
  fetch(attached: Attached, end: number): void {
    if (attached.range && attached.rangeEnd === end) return
    attached.range?.destroy(null)
    attached.rangeEnd = end
    attached.range = attached.core.download({ start: attached.core.contiguousLength, end, linear: true })
    // A range that is destroyed or whose core closes rejects: that is how it ends.
    attached.range.done().catch(() => {})
  }

  /** A core of this commons that the other side asks for by its discovery key. False: unknown, or not for it. */
  async serve(session: Session, discoveryKey: Uint8Array): Promise<boolean> {
    const known = await this.#lookUp(discoveryKey)
    if (!known) return false
    if (session.readerOf && !this.#reads(session, known.key)) return false
    if (this.#ready.size > MAX_OPEN) this.#closeLeft()
    let served = 0
    for (const attached of this.#ready.values())
      if (attached.sessions.has(session) && peerOf(attached, session)) served++
    if (served >= MAX_SERVED_PER_PEER) return false
    const attached = await this.attach(known.key, known.which, session).catch(() => null)
    // `replicate` opens the channel in the turn after this one; protomux refuses what isn't open when we resolve.
    await session.link.connection.stream.opened
    await Promise.resolve()
    return attached !== null
  }

  /** Those that the other side has taken off again: who fetches a thousand cores in turns isn't held to have them all open. */
  #closeLeft(): void {
    for (const attached of this.#ready.values()) {
      const { key, sessions, pins } = attached
      if (pins || this.#events.wanted(key) || [...sessions].some((session) => peerOf(attached, session)))
        continue
      // Attached a moment ago: its channel opens in the next turn.
      if (this.#events.now() - attached.activeAt > JUST_NOW_MS) void this.release(attached)
    }
  }

  async hold(key: CoreKey, which: CoreRole): Promise<Attached> {
    const existing = this.#attached.get(key)
    if (existing) return existing
    const opening = this.#open(key, which)
    this.#attached.set(key, opening)
    opening.catch(() => this.#attached.delete(key))
    return opening
  }

  detach(attached: Attached, session: Session): void {
    if (!attached.sessions.delete(session)) return
    attached.given.delete(session)
    const { core } = attached
    if (core.closing) return
    const peer = peerOf(attached, session)
    core.core.replicator.detachFrom(session.link.mux)
    ;(peer?.['channel'] as { close(): void } | undefined)?.close()
  }

  /** Takes a core off every connection and closes the session on it. */
  async release(attached: Attached): Promise<void> {
    if (this.#ready.get(attached.key) !== attached) return
    this.#forget(attached)
    for (const session of attached.sessions) this.detach(attached, session)
    attached.range?.destroy(null)
    await attached.core.close().catch(() => {})
  }

  /** The commons isn't proven on this connection any more: what was let in by that proof goes with it. */
  ended(session: Session): void {
    for (const attached of this.#ready.values()) this.detach(attached, session)
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#attached.values())
    await Promise.all([...this.#ready.values()].map((attached) => this.release(attached)))
  }

  async #open(key: CoreKey, which: CoreRole): Promise<Attached> {
    const core = await this.#logs.raw(key)
    await core.ready()
    const now = this.#events.now()
    const attached: Attached = {
      key,
      which,
      core,
      sessions: new Set(),
      given: new Map(),
      range: null,
      rangeEnd: 0,
      pins: 0,
      activeAt: now,
      offeredAt: now,
    }
    const active = () => (attached.activeAt = this.#events.now())
    answerSyncs(core)
    core.on('append', active)
    core.on('download', (_index: number, bytes: number, from: Hypercore.Peer) => {
      active()
      const session = sessionOf(attached, from)
      if (session) attached.given.set(session, (attached.given.get(session) ?? 0) + bytes)
      this.#events.onTransfer(attached, 'in', bytes, from.remotePublicKey)
    })
    core.on('upload', (_index: number, bytes: number, from: Hypercore.Peer) => {
      active()
      this.#events.onTransfer(attached, 'out', bytes, from.remotePublicKey)
    })
    core.on('verification-error', (_e: Error, _q: unknown, _s: unknown, from: Hypercore.Peer) =>
      this.#events.onInvalid(attached, from.remotePublicKey),
    )
    // Closed under us: a conflict was proved, or the store was reopened.
    core.on('close', () => {
      if (this.#ready.get(key) === attached) this.#forget(attached)
    })
    this.#ready.set(key, attached)
    this.#byName.set(nameOf(core.discoveryKey), attached)
    return attached
  }

  #forget({ key, core }: Attached): void {
    this.#ready.delete(key)
    this.#attached.delete(key)
    this.#byName.delete(nameOf(core.discoveryKey))
  }

  /**
   * Asked of the database, one core at a time: an index of all of them costs a hash for each, 60 ms for 5,000 logs, before
   * the first is served.
   */
  async #lookUp(discoveryKey: Uint8Array): Promise<{ key: CoreKey; which: CoreRole } | null> {
    const open = this.#byName.get(nameOf(discoveryKey))
    if (open) return open
    const found = await this.#logs.find(discoveryKey).catch(() => null)
    return found && { key: found.core, which: found.which }
  }

  /** A reader is given the logs it named and what belongs to them. */
  #reads(session: Session, key: CoreKey): boolean {
    const owner = this.#logs.owner(key)
    return owner !== null && session.readerOf?.has(Buffer.from(decodeZ32(owner.log)).toString('hex')) === true
  }
}

function peerOf(attached: Attached, session: Session): Hypercore.Peer | undefined {
  return attached.core.core.replicator.peers.find((peer) => peer['protomux'] === session.link.mux)
}

/** For each block that comes: the few sessions are looked through, not copied. */
function sessionOf({ sessions }: Attached, peer: Hypercore.Peer): Session | undefined {
  for (const session of sessions) if (session.link.mux === peer['protomux']) return session
  return undefined
}

function nameOf(discoveryKey: Uint8Array): string {
  return Buffer.from(discoveryKey).toString('hex')
}
