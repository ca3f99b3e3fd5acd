import type { Clock, CommonsId, CoreKey, LogKey, Logger, NodeId } from '@allmende/vocabulary'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  CarriedLogs,
  CommonsEvents,
  CoreHead,
  CoreRole,
  ForkEvidence,
  Head,
  HeadVerdict,
  Hypercore,
  LogState,
  MirrorKeys,
  Prefix,
  ReadBlock,
  ReadEdits,
  CheckedPiece,
  Rest,
} from '../contract.ts'
import { CoreTable, type CoreEntry, takeNumbers, type ToldCores } from '../core-table.ts'
import { CoreWatch } from '../core-watch.ts'
import { fail } from '../errors.ts'
import { Events } from '../events.ts'
import { EvidenceRoom } from '../evidence.ts'
import { HeadDesk } from '../head-desk.ts'
import { checkSigned, exportPrefix, writePrefix } from '../prefix.ts'
import { storePiece } from '../pieces/store-piece.ts'
import { storedBlocks } from '../reading.ts'
import { exportRest, importRest, type RestOutcome } from '../rest.ts'
import { isOurForm } from '../signed-head.ts'
import { Store } from '../store.ts'

export type MirrorOptions = {
  /** A folder for this commons alone: taken away, everything of it is gone, and the disk has its room again. */
  dir: string
  keys: MirrorKeys
  clock: Clock
  logger: Logger
}

/** A log and its cores, as a member of the commons tells a mirror. */
export type ToldLog = ToldCores & { readonly log: LogKey }

const LOOKUP = 2_000

/** Opens what a mirror holds of a commons. Errors: those of the store. */
export async function openMirrorLogs(options: MirrorOptions): Promise<MirrorLogs> {
  const logs = new MirrorLogs(options)
  await logs.open()
  return logs
}

/**
 * The logs of a commons without its read key: ciphertext that its authors have signed. Which cores belong to it a mirror can't read;
 * it is told. Nothing is written here but what hypercore has verified.
 */
export class MirrorLogs implements CarriedLogs {
  readonly keys: MirrorKeys
  readonly own = null
  readonly #store: Store
  readonly #table: CoreTable
  readonly #events: Events<CommonsEvents>
  readonly #room: EvidenceRoom
  readonly #watch: CoreWatch
  readonly #heads: HeadDesk
  readonly #dir: string
  readonly #logger: Logger

  constructor({ dir, keys, clock, logger }: MirrorOptions) {
    this.keys = keys
    this.#dir = dir
    this.#logger = logger
    this.#store = new Store(join(dir, 'store'), false)
    this.#table = new CoreTable(keys.id)
    this.#events = new Events((error) => logger.error('a listener failed', { error: String(error) }))
    this.#room = new EvidenceRoom(join(dir, 'evidence'))
    const home = {
      own: { find: () => null },
      trust() {},
      async seal() {},
      report: (finding: { message: string }) => logger.warn(finding.message, { commons: keys.id }),
    }
    const parts = { home, evidence: this.#room, clock }
    this.#heads = new HeadDesk(keys, this.#table, parts, this.#events, (key) => this.#open(key))
    this.#watch = new CoreWatch({
      changed: async (key, core) => this.#changed(key, core),
      conflict: (key, conflict) => this.#heads.conflict(key, conflict),
      failed: (error) => logger.error('a core could not be looked at', { error: String(error) }),
    })
  }

  get id(): CommonsId {
    return this.keys.id
  }

  async open(): Promise<void> {
    for (const folder of [this.#dir, join(this.#dir, 'store'), join(this.#dir, 'evidence')])
      await mkdir(folder, { recursive: true, mode: 0o700 })
    await this.#store.open()
    await this.#room.open()
  }

  async close(): Promise<void> {
    await this.#watch.close()
    await this.#store.close()
  }

  /** Enters logs that belong to the commons on a member's word; what was said of one before gives way. */
  async tell(logs: readonly ToldLog[]): Promise<void> {
    const keys: CoreKey[] = []
    for (const { log, edits, files } of logs) {
      this.#table.tell(log, { edits, files })
      keys.push(log, edits, files)
    }
    for (let at = 0; at < keys.length; at += LOOKUP) {
      const some = keys.slice(at, at + LOOKUP)
      const infos = await this.#store.infos(some)
      this.#table.load(some.map((key, index) => ({ key, info: infos[index] ?? null })))
    }
    for (const { log } of logs) {
      const state = this.log(log)
      if (state !== null) this.#events.emit('bound', state)
    }
  }

  /** Forgets logs and deletes what is here of them. To be called while no session of sync is open on them. */
  async drop(logs: readonly LogKey[]): Promise<void> {
    const keys = logs.flatMap((log) => this.#table.drop(log))
    await this.#watch.close()
    await this.#store.purge(keys)
  }

  /** Brings to disk what is here. */
  flush(): Promise<void> {
    return this.#store.flush()
  }

  /** How much of a core is here; null when it isn't of this commons. `bytes` only as far as it was open in this run. */
  extent(key: CoreKey): { contiguous: number; bytes: number | undefined } | null {
    const entry = this.#table.core(key)
    return entry && { contiguous: entry.contiguous, bytes: entry.bytes }
  }

  async addLog(key: LogKey): Promise<LogState> {
    const state = this.log(key)
    if (state === null) throw fail('CORE_UNKNOWN', { found: key })
    return state
  }

  log(key: LogKey): LogState | null {
    const log = this.#table.log(key)
    if (log === null) return null
    return this.#table.state(log, { own: false, forked: this.#room.isForked(key), sealed: false })
  }

  logs(): LogState[] {
    return [...this.#table.logs()].flatMap(({ key }) => this.log(key) ?? [])
  }

  owner(key: CoreKey): { log: LogKey; which: CoreRole } | null {
    const entry = this.#table.core(key)
    return entry && { log: entry.log, which: entry.which }
  }

  async find(discoveryKey: Uint8Array): Promise<{ core: CoreKey; which: CoreRole } | null> {
    const core = await this.#store.keyOf(discoveryKey)
    const owner = core && this.owner(core)
    return owner ? { core, which: owner.which } : null
  }

  async firstBlock(key: LogKey): Promise<Uint8Array | null> {
    const entry = this.#table.core(key)
    if (entry?.which !== 'records') return null
    for await (const [first] of storedBlocks(this.#store, entry, 1)) return first?.bytes ?? null
    return null
  }

  /** Only who has the read key can tell. */
  whose(): null {
    return null
  }

  async heldBytes(key: CoreKey): Promise<number> {
    const entry = this.#table.core(key)
    let sum = 0
    if (entry !== null)
      for await (const blocks of storedBlocks(this.#store, entry))
        for (const { bytes } of blocks) sum += bytes.length
    return sum
  }

  /** Nothing can be read here. */
  async *read(): AsyncGenerator<ReadBlock> {}

  async *readEdits(): AsyncGenerator<ReadEdits> {}

  /** The same as `raw`: there is no key. */
  core(key: CoreKey): Promise<Hypercore> {
    return this.raw(key)
  }

  raw(key: CoreKey): Promise<Hypercore> {
    if (this.#table.core(key) === null) throw fail('CORE_UNKNOWN', { found: key })
    return this.#open(key)
  }

  head(key: CoreKey): Head | null {
    return this.#table.head(key)
  }

  heads(): CoreHead[] {
    return this.#table.heads()
  }

  reportHead(key: CoreKey, head: Head, from: NodeId): Promise<HeadVerdict> {
    return this.#heads.report(key, head, from)
  }

  async exportPrefix(key: LogKey): Promise<Prefix | null> {
    const entry = this.#table.core(key)
    return entry === null || entry.which !== 'records' ? null : exportPrefix(this.#store, entry)
  }

  async importPrefix(key: LogKey, prefix: Prefix): Promise<'ok' | 'refused'> {
    const entry = this.#table.core(key)
    if (entry === null || entry.length > 0) return 'refused'
    const signed = checkSigned(key, prefix)
    if (typeof signed === 'string') {
      this.#logger.warn('a log handed over by a peer was refused', { log: key, reason: signed })
      return 'refused'
    }
    const session = this.#store.get({ key, manifest: signed.manifest })
    await this.#watch.watch(key, session)
    const { core } = session
    try {
      const written = await writePrefix(session, signed)
      this.#changed(key, core)
      return written ? 'ok' : 'refused'
    } finally {
      await session.close()
      if (!core.hasSession()) await core.close()
    }
  }

  async exportRest(key: CoreKey, from: number): Promise<Rest | null> {
    const entry = this.#table.core(key)
    return entry && exportRest(this.#store, entry, from)
  }

  importRest(key: CoreKey, rest: Rest, from: NodeId): Promise<RestOutcome> {
    const take = (piece: CheckedPiece): Promise<string> => this.#take(piece, from)
    return importRest(this.#table.core(key), rest, { take, logger: this.#logger })
  }

  /** Whose core it is a member has said; what its first block says nobody can read here. */
  async #take(piece: CheckedPiece, from: NodeId): Promise<string> {
    const verdict = await this.#heads.report(piece.core, piece.head, from)
    if (verdict === 'forked' || verdict === 'invalid') return 'forked'
    const session = this.#store.get({ key: piece.core, manifest: piece.manifest })
    await this.#watch.watch(piece.core, session)
    const { core } = session
    try {
      const stored = await storePiece(session, piece)
      if (stored === 'contradicts') await this.#heads.contradiction(piece.core, piece.head, from)
      this.#changed(piece.core, core)
      return stored
    } finally {
      await session.close()
      if (!core.hasSession()) await core.close()
    }
  }

  evidence(): ForkEvidence[] {
    return this.#room.of(this.id)
  }

  on<K extends keyof CommonsEvents>(event: K, listener: (...args: CommonsEvents[K]) => void): this {
    this.#events.on(event, listener)
    return this
  }

  off<K extends keyof CommonsEvents>(event: K, listener: (...args: CommonsEvents[K]) => void): this {
    this.#events.off(event, listener)
    return this
  }

  async #open(key: CoreKey): Promise<Hypercore> {
    const session = this.#store.get({ key })
    await this.#watch.watch(key, session)
    return session
  }

  #changed(key: CoreKey, core: Hypercore['core']): void {
    const entry = this.#table.core(key)
    if (entry === null || core.state === null) return
    const before = entry.contiguous
    takeNumbers(entry, core)
    if (this.#isForeign(entry) || entry.contiguous <= before) return
    const { which, log, contiguous: length } = entry
    this.#events.emit('appended', { core: key, which, log, length, own: false })
  }

  /** A core that several may write is none of this program's: no member would read it, so nobody need keep it. */
  #isForeign({ manifest, log }: CoreEntry): boolean {
    if (manifest === null || isOurForm(manifest)) return false
    this.#table.drop(log)
    return true
  }
}
