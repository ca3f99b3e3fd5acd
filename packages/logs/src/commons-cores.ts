import type { CoreKey, LogKey, Logger, NodeId } from '@allmende/vocabulary'
import { Binder } from './binder.ts'
import type { Binding } from './binding.ts'
import type { CommonsParts } from './commons.ts'
import type {
  CheckedPiece,
  CommonsEvents,
  CommonsKeys,
  CoreRole,
  ForkEvidence,
  Head,
  HeadVerdict,
  Hypercore,
  LogState,
  PieceOutcome,
  Prefix,
  ReadBlock,
  ReadEdits,
} from './contract.ts'
import { contiguousOf, CoreTable, type CoreEntry, type LogEntry, takeNumbers } from './core-table.ts'
import { CoreWatch } from './core-watch.ts'
import { fail } from './errors.ts'
import type { Events } from './events.ts'
import type { EvidenceRoom } from './evidence.ts'
import { HeadDesk } from './head-desk.ts'
import type { Home } from './home.ts'
import { KnownLogs } from './known-logs.ts'
import { ownManifest, ROLES, type Generation } from './own-logs.ts'
import { PieceDesk } from './pieces/piece-desk.ts'
import { checkPrefix, writePrefix } from './prefix.ts'
import { BlockOpener, readRaw, type PlainBlock } from './reading.ts'
import type { Manifest } from './signed-head.ts'

/** How many cores are looked up in the database by one call. */
const LOOKUP = 2_000

/** Until a first block that wasn't to be read yet is looked at again. */
const LOOK_AGAIN_MS = 500

/** The cores of one commons: what is here, who has bound it, what is new, what contradicts itself. */
export class CommonsCores {
  readonly table: CoreTable
  readonly #keys: CommonsKeys
  readonly #home: Home
  readonly #room: EvidenceRoom
  readonly #logger: Logger
  readonly #events: Events<CommonsEvents>
  readonly #known: KnownLogs
  readonly #watch: CoreWatch
  readonly #binder: Binder
  readonly #heads: HeadDesk
  readonly #pieces: PieceDesk
  readonly #unreadable = new Set<CoreKey>()
  readonly #looking = new Set<CoreKey>()

  get encryptionKey(): Uint8Array {
    return this.#keys.encryptionKey
  }

  constructor(keys: CommonsKeys, parts: CommonsParts, events: Events<CommonsEvents>) {
    const { home, evidence, logger } = parts
    this.#keys = keys
    this.#home = home
    this.#room = evidence
    this.#logger = logger
    this.#events = events
    this.table = new CoreTable(keys.id)
    this.#known = new KnownLogs(keys.id, home.store)
    this.#binder = new Binder(keys, this.table, home)
    this.#heads = new HeadDesk(keys, this.table, parts, events, (key) => this.#open(key))
    this.#pieces = new PieceDesk({
      keys,
      table: this.table,
      heads: this.#heads,
      open: (key, manifest) => this.#open(key, manifest),
      load: (some) => this.#load(some),
      changed: (key, core) => this.#changed(key, core),
      isForked: (key) => evidence.isForked(this.table.core(key)?.log ?? (key as LogKey)),
      refused: (log, core, reason) => this.#binder.report(log, core, reason),
    })
    this.#watch = new CoreWatch({
      changed: (key, core) => this.#changed(key, core),
      conflict: (key, conflict) => this.#heads.conflict(key, conflict),
      failed: (error) =>
        logger.error('a core could not be looked at', { commons: keys.id, error: String(error) }),
    })
  }

  async open(): Promise<void> {
    for (const { binding, from } of await this.#known.open()) {
      this.table.addLog(binding.records, from)
      this.table.bind(binding.records, binding)
    }
    for (const generation of this.#home.own.all()) {
      if (generation.commons === this.#keys.id) this.table.addLog(generation.log)
    }
    await this.#load([...this.table.cores()].map(({ key }) => key))
    for (const log of this.table.logs()) await this.#bind(log.key)
  }

  /** After the store was opened anew: all sessions are gone, the numbers may be lower. */
  async reopen(): Promise<void> {
    await this.close()
    await this.open()
  }

  async close(): Promise<void> {
    await this.#watch.close()
    await this.#known.close()
  }

  /** Resolves when what came in so far was looked at, and the logs bound by it are listed. */
  async settled(): Promise<void> {
    await this.#watch.settled()
    await this.#known.settled()
  }

  async #load(keys: readonly CoreKey[]): Promise<void> {
    for (let at = 0; at < keys.length; at += LOOKUP) {
      const some = keys.slice(at, at + LOOKUP)
      const infos = await this.#home.store.infos(some)
      this.table.load(some.map((key, index) => ({ key, info: infos[index] ?? null })))
    }
  }

  /** The cores of a generation are there: they are listed, and whoever listens hears of them. */
  async addOwn(generation: Generation): Promise<void> {
    await this.addLog(generation.log)
    for (const which of ROLES) {
      const session = await this.#open(generation.cores[which].key, ownManifest(generation.cores[which]))
      await session.close()
    }
  }

  async addLog(key: LogKey, from?: string): Promise<LogState> {
    const known = this.table.log(key)
    const log = known ?? this.table.addLog(key, from)
    if (known === null) await this.#load([key])
    await this.#bind(key)
    return this.#state(log)
  }

  /** Enters a log that lies here unlisted; false if it isn't one of this commons. Nothing is reported then: it is another's. */
  async adopt(key: LogKey): Promise<boolean> {
    const table = new CoreTable(this.#keys.id)
    table.addLog(key)
    const [info = null] = await this.#home.store.infos([key])
    table.load([{ key, info }])
    const quiet = { store: this.#home.store, report: () => undefined }
    if ((await new Binder(this.#keys, table, quiet).bind(key)) === null) return false
    return (await this.addLog(key)).bound
  }

  state(key: LogKey): LogState | null {
    const log = this.table.log(key)
    return log === null ? null : this.#state(log)
  }

  states(): LogState[] {
    return [...this.table.logs()].map((log) => this.#state(log))
  }

  #state(log: LogEntry): LogState {
    const generation = this.#home.own.find(log.key)
    const forked = this.#room.isForked(log.key)
    return this.table.state(log, { own: generation !== null, forked, sealed: generation?.sealed != null })
  }

  owner(key: CoreKey): { log: LogKey; which: CoreRole } | null {
    const entry = this.table.core(key)
    return entry === null || entry.confirmed === 'no' ? null : { log: entry.log, which: entry.which }
  }

  /** A session that decrypts (with a key) or doesn't. Errors: CORE_UNKNOWN, CORE_CLAIMED. */
  async session(key: CoreKey, encryptionKey?: Uint8Array): Promise<Hypercore> {
    const entry = this.table.core(key)
    if (entry === null) throw fail('CORE_UNKNOWN', { found: key })
    await this.#binder.confirm(entry)
    if (entry.confirmed === 'no') throw fail('CORE_CLAIMED', { found: key })
    return this.#open(key, undefined, encryptionKey)
  }

  async #open(key: CoreKey, manifest?: Manifest, encryptionKey?: Uint8Array): Promise<Hypercore> {
    const session = this.#home.store.get({
      key,
      ...(manifest === undefined ? {} : { manifest }),
      ...(encryptionKey === undefined ? {} : { encryptionKey }),
    })
    await this.#watch.watch(key, session)
    return session
  }

  /** The roots of the tree stay, and so does the length: an own core goes on, and nobody sees a fork or a gap. */
  async clearFiles(key: CoreKey, ranges: readonly { from: number; to: number }[]): Promise<number> {
    const entry = this.table.core(key)
    if (entry === null || entry.which !== 'files') throw fail('CORE_UNKNOWN', { found: key })
    const { era } = this.#home
    const session = await this.#open(key)
    try {
      let cleared = 0
      for (const { from, to } of ranges) {
        const first = Math.max(1, from)
        for (let block = first; block < to; block++) if (await session.has(block)) cleared++
        await session.clear(first, to)
      }
      takeNumbers(entry, session.core)
      return cleared
    } catch (error) {
      await this.#home.afterFailure(error, era)
      throw this.#home.failure(error)
    } finally {
      await session.close()
    }
  }

  async *read(key: LogKey, from: number, to?: number): AsyncGenerator<ReadBlock> {
    const entry = this.table.core(key)
    if (entry === null || entry.which !== 'records') return
    for await (const { block, items, refused } of this.#plain(entry, from, to)) {
      yield refused === undefined ? { block, records: items } : { block, records: [], refused }
    }
  }

  async *readEdits(key: LogKey, from: number, to?: number): AsyncGenerator<ReadEdits> {
    const edits = this.table.log(key)?.binding?.edits
    const entry = edits === undefined ? null : this.table.core(edits)
    if (entry === null) return
    await this.#binder.confirm(entry)
    if (entry.log !== key || entry.confirmed !== 'yes') return
    for await (const { block, items, refused } of this.#plain(entry, Math.max(1, from), to)) {
      yield refused === undefined ? { block, entries: items } : { block, entries: [], refused }
    }
  }

  async *#plain(entry: CoreEntry, from: number, to = Infinity): AsyncGenerator<PlainBlock> {
    // To take up the storage of a core anew is two more calls of the database, for each edit of everybody who types.
    const open = this.#watch.open(entry.key)
    let next = from
    try {
      if (open !== null) {
        const until = Math.min(contiguousOf(open), to)
        for await (const opened of this.#opened(entry, open.state.storage, from, until)) {
          next = opened.block + 1
          yield opened
        }
        return
      }
    } catch (error) {
      if (this.#watch.open(entry.key) === open) throw error
      // The core was closed meanwhile, and what it had open with it.
    }
    const storage = await this.#home.store.blocks(entry.key)
    if (storage === null) return
    try {
      yield* this.#opened(entry, storage, next, Math.min(entry.contiguous, to))
    } finally {
      await storage.close()
    }
  }

  async *#opened(
    entry: CoreEntry,
    storage: Hypercore.CoreStorage,
    from: number,
    to: number,
  ): AsyncGenerator<PlainBlock> {
    const opener = new BlockOpener(entry.key, this.#keys.encryptionKey)
    for await (const batch of readRaw(storage, from, to)) {
      for (const { block, bytes } of batch) {
        const opened = opener.open(block, bytes)
        if (opened.refused !== undefined) this.#tellUnreadable(entry, block, opened.refused)
        yield opened
      }
    }
  }

  /** Once per core: a wrong key would else report every block. */
  #tellUnreadable({ key, log }: CoreEntry, block: number, code: string): void {
    if (this.#unreadable.has(key)) return
    this.#unreadable.add(key)
    const message = 'A block cannot be read: its author has written it wrongly, or the read key is another.'
    const { id } = this.#keys
    this.#home.report({
      kind: 'unreadable-block',
      message,
      log,
      core: key,
      commons: id,
      fields: { block, code },
    })
  }

  async #changed(key: CoreKey, core: Hypercore['core']): Promise<void> {
    const entry = this.table.core(key)
    if (entry === null || core.state === null) return
    const before = entry.contiguous
    takeNumbers(entry, core)
    this.#noticeGrowth(entry)
    if (entry.contiguous === 0) return
    if (entry.which === 'records') await this.#bind(entry.log)
    else await this.#binder.confirm(entry)
    this.#lookAgain(key, core, entry)
    if (entry.contiguous > before && entry.confirmed === 'yes') this.#tell(entry)
  }

  /** Its first block is here by the numbers, and could not be read yet: nothing else may ever come of this core. */
  #lookAgain(key: CoreKey, core: Hypercore['core'], entry: CoreEntry): void {
    if (entry.which !== 'records' || this.#looking.has(key)) return
    const log = this.table.log(entry.log)
    if (log?.binding !== null || log.refused !== null) return
    this.#looking.add(key)
    setTimeout(() => {
      this.#looking.delete(key)
      if (this.table.core(key) !== entry) return
      this.#changed(key, core).catch((error: unknown) =>
        this.#logger.warn('a log could not be looked at', { log: entry.log, error: String(error) }),
      )
    }, LOOK_AGAIN_MS).unref()
  }

  #tell({ key, which, log, contiguous }: CoreEntry): void {
    const own = this.#home.own.find(log) !== null
    this.#events.emit('appended', { core: key, which, log, length: contiguous, own })
  }

  /** An own core that is longer than what we have acknowledged: a peer has brought what another copy of us has written. */
  #noticeGrowth(entry: CoreEntry): void {
    const generation = this.#home.own.find(entry.key)
    if (generation === null || generation.sealed !== null) return
    if (!this.#home.hasGrownElsewhere(entry.key, entry.length)) return
    this.#home
      .seal([generation], 'a peer has brought entries of it that are not from this folder')
      .catch((error: unknown) =>
        this.#logger.error('an own log could not be sealed', { error: String(error) }),
      )
  }

  async #bind(key: LogKey): Promise<void> {
    const bound = await this.#binder.bind(key)
    if (bound === null) return
    await this.#load([bound.edits, bound.files])
    this.#enter(bound)
  }

  /** Enters a verified binding. The list follows in its own time: what a stop takes from it is found again. */
  #enter(binding: Binding): void {
    this.table.bind(binding.records, binding)
    this.#known.add(binding, this.table.log(binding.records)?.from).catch((error: unknown) => {
      this.#logger.error('a log could not be listed', { log: binding.records, error: String(error) })
    })
    const state = this.state(binding.records)
    if (state !== null) this.#events.emit('bound', state)
  }

  async importPrefix(key: LogKey, prefix: Prefix, from?: string): Promise<'ok' | 'refused'> {
    const entry = this.table.core(key)
    if (entry !== null && entry.length > 0) return 'refused'
    const checked = checkPrefix(key, prefix, this.#keys)
    if (typeof checked === 'string') {
      this.#logger.warn('a log handed over by a peer was refused', { log: key, reason: checked })
      return 'refused'
    }
    this.table.addLog(key, from)
    const { binding } = checked
    await this.#load([key, binding.edits, binding.files])
    const session = await this.#open(key, checked.manifest)
    const { core } = session
    try {
      const written = await writePrefix(session, checked)
      if (written) this.#enter(binding)
      await this.#changed(key, core)
      return written ? 'ok' : 'refused'
    } finally {
      await session.close()
      // An open core costs 100 kB, and corestore would keep thousands of them open for some seconds.
      if (!core.hasSession()) await core.close()
    }
  }

  reportHead(key: CoreKey, head: Head, from: NodeId): Promise<HeadVerdict> {
    return this.#heads.report(key, head, from)
  }

  misfit(piece: CheckedPiece): string | null {
    return this.#pieces.misfit(piece)
  }

  takePiece(piece: CheckedPiece, from: NodeId, until?: number): Promise<PieceOutcome> {
    return this.#pieces.take(piece, from, until)
  }

  evidence(): ForkEvidence[] {
    return this.#heads.evidence()
  }
}
