import type {
  CheckedPiece,
  CommonsEvents,
  CommonsKeys,
  CommonsLogs,
  CoreHead,
  CoreRole,
  FilesWriter,
  ForkEvidence,
  Head,
  HeadVerdict,
  Hypercore,
  LogState,
  Piece,
  PieceOutcome,
  Prefix,
  Rest,
  ReadBlock,
  ReadEdits,
} from '@allmende/logs'
import {
  type CommonsId,
  type CoreKey,
  type LogKey,
  type Logger,
  type NodeId,
  type PersonId,
  placeOf,
  type RecordId,
} from '@allmende/vocabulary'

type Listener = (...args: never[]) => void

const EVENTS = ['appended', 'bound', 'forked', 'reopened'] as const

/**
 * One commons with all its epochs. Each epoch has logs, keys and a topic of its own; whoever reads sees one commons, with
 * the id of the first epoch, and whoever writes writes in one epoch.
 */
export class EpochLogs implements CommonsLogs {
  readonly id: CommonsId
  readonly #logger: Logger
  readonly #epochs = new Map<CommonsId, CommonsLogs>()
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #released: (() => void)[] = []
  #writing: CommonsLogs

  constructor(root: CommonsLogs, logger: Logger) {
    this.id = root.id
    this.#logger = logger
    this.#writing = root
    this.add(root)
  }

  /** An epoch whose key is known here. Whoever listens hears of what lies here of it already. */
  add(logs: CommonsLogs): void {
    if (this.#epochs.has(logs.id)) return
    this.#epochs.set(logs.id, logs)
    if (this.#listeners.size > 0) this.#hear(logs)
    for (const log of logs.logs()) if (log.bound) this.#emit('bound', [log])
  }

  #hear(logs: CommonsLogs): void {
    for (const event of EVENTS) {
      const pass = (...args: unknown[]): void => this.#emit(event, args)
      logs.on(event, pass)
      this.#released.push(() => logs.off(event, pass))
    }
  }

  /** Hears of nothing any more. The logs themselves stay open: they are the home's. */
  release(): void {
    for (const end of this.#released.splice(0)) end()
  }

  /** From now on everything is written in that epoch. */
  writeIn(id: CommonsId): void {
    this.#writing = this.#epochs.get(id) ?? this.#writing
  }

  get writing(): CommonsLogs {
    return this.#writing
  }

  /** The logs of each epoch, the first one first. */
  all(): CommonsLogs[] {
    return [...this.#epochs.values()]
  }

  epoch(id: CommonsId): CommonsLogs | undefined {
    return this.#epochs.get(id)
  }

  /** The epoch that a log belongs to. */
  of(log: LogKey): CommonsLogs | undefined {
    return this.all().find((logs) => logs.log(log) !== null)
  }

  #withCore(key: CoreKey): CommonsLogs {
    return this.all().find((logs) => logs.owner(key) !== null) ?? this.#writing
  }

  /** Those of the first epoch, which the commons has its id from. */
  get keys(): CommonsKeys {
    return this.#epochs.get(this.id)!.keys
  }

  get isPublic(): boolean {
    return this.keys.isPublic
  }

  get own() {
    return this.#writing.own
  }

  append(records: Uint8Array[]): ReturnType<CommonsLogs['append']> {
    return this.#writing.append(records)
  }

  appendEdits(entries: Uint8Array[]): ReturnType<CommonsLogs['appendEdits']> {
    return this.#writing.appendEdits(entries)
  }

  filesWriter(): Promise<FilesWriter> {
    return this.#writing.filesWriter()
  }

  addLog(key: LogKey, from?: string): Promise<LogState> {
    return (this.of(key) ?? this.#writing).addLog(key, from)
  }

  log(key: LogKey): LogState | null {
    return this.of(key)?.log(key) ?? null
  }

  logs(): LogState[] {
    return this.all().flatMap((logs) => logs.logs())
  }

  owner(key: CoreKey): { log: LogKey; which: CoreRole } | null {
    return this.#withCore(key).owner(key)
  }

  read(key: LogKey, from: number, to?: number): AsyncIterable<ReadBlock> {
    return (this.of(key) ?? this.#writing).read(key, from, to)
  }

  readEdits(key: LogKey, from: number, to?: number): AsyncIterable<ReadEdits> {
    return (this.of(key) ?? this.#writing).readEdits(key, from, to)
  }

  async record(id: RecordId): Promise<Uint8Array | null> {
    return (await this.of(placeOf(id).log)?.record(id)) ?? null
  }

  core(key: CoreKey): Promise<Hypercore> {
    return this.#withCore(key).core(key)
  }

  raw(key: CoreKey): Promise<Hypercore> {
    return this.#withCore(key).raw(key)
  }

  head(key: CoreKey): Head | null {
    return this.#withCore(key).head(key)
  }

  heads(): CoreHead[] {
    return this.all().flatMap((logs) => logs.heads())
  }

  reportHead(key: CoreKey, head: Head, from: NodeId): Promise<HeadVerdict> {
    return this.#withCore(key).reportHead(key, head, from)
  }

  async exportPrefix(key: LogKey): Promise<Prefix | null> {
    return (await this.of(key)?.exportPrefix(key)) ?? null
  }

  importPrefix(key: LogKey, prefix: Prefix, from?: string): Promise<'ok' | 'refused'> {
    return (this.of(key) ?? this.#writing).importPrefix(key, prefix, from)
  }

  exportRest(key: CoreKey, from: number): Promise<Rest | null> {
    return this.#withCore(key).exportRest(key, from)
  }

  importRest(key: CoreKey, rest: Rest, from: NodeId): Promise<'ok' | 'refused' | 'late'> {
    return this.#withCore(key).importRest(key, rest, from)
  }

  async find(discoveryKey: Uint8Array): Promise<{ core: CoreKey; which: CoreRole } | null> {
    for (const logs of this.all()) {
      const found = await logs.find(discoveryKey)
      if (found) return found
    }
    return null
  }

  async firstBlock(key: LogKey): Promise<Uint8Array | null> {
    return (await this.of(key)?.firstBlock(key)) ?? null
  }

  whose(key: LogKey, firstBlock: Uint8Array): PersonId | null {
    for (const logs of this.all()) {
      const person = logs.whose(key, firstBlock)
      if (person) return person
    }
    return null
  }

  heldBytes(key: CoreKey): Promise<number> {
    return this.#withCore(key).heldBytes(key)
  }

  clearFiles(key: CoreKey, ranges: readonly { from: number; to: number }[]): Promise<number> {
    return this.#withCore(key).clearFiles(key, ranges)
  }

  held(key: CoreKey): number {
    return this.#withCore(key).held(key)
  }

  exportPieces(key: CoreKey, range: { from: number; to: number; joint?: number }): AsyncGenerator<Piece> {
    return this.#withCore(key).exportPieces(key, range)
  }

  misfit(piece: CheckedPiece): string | null {
    return this.#withCore(piece.core).misfit(piece)
  }

  takePiece(piece: CheckedPiece, from: NodeId, until?: number): Promise<PieceOutcome> {
    return this.#withCore(piece.core).takePiece(piece, from, until)
  }

  evidence(): ForkEvidence[] {
    return this.all().flatMap((logs) => logs.evidence())
  }

  on<K extends keyof CommonsEvents>(event: K, listener: (...args: CommonsEvents[K]) => void): this {
    if (this.#listeners.size === 0) for (const logs of this.all()) this.#hear(logs)
    const all = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, all.add(listener as Listener))
    return this
  }

  off<K extends keyof CommonsEvents>(event: K, listener: (...args: CommonsEvents[K]) => void): this {
    this.#listeners.get(event)?.delete(listener as Listener)
    return this
  }

  #emit(event: keyof CommonsEvents, args: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        listener(...(args as never[]))
      } catch (error) {
        this.#logger.error('a listener failed', { commons: this.id, event, error: String(error) })
      }
    }
  }
}
