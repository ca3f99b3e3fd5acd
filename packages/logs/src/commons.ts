import {
  placeOf,
  recordId,
  type Clock,
  type CommonsId,
  type CoreKey,
  type LogKey,
  type Logger,
  type NodeId,
  type PersonId,
  type RecordId,
} from '@allmende/vocabulary'
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
} from './contract.ts'
import { CommonsCores } from './commons-cores.ts'
import { fail } from './errors.ts'
import { Events } from './events.ts'
import type { EvidenceRoom } from './evidence.ts'
import { makeFilesWriter } from './files-writer.ts'
import { Gatherer, type Place } from './gather.ts'
import type { Home } from './home.ts'
import { exportPieces } from './pieces/export-pieces.ts'
import { checkFirst, exportPrefix } from './prefix.ts'
import { exportRest, importRest } from './rest.ts'
import { storedBlocks } from './reading.ts'
import { OwnWriter } from './writer.ts'

export type CommonsParts = { home: Home; evidence: EvidenceRoom; clock: Clock; logger: Logger }

/** The logs of one commons. Assembly: what it does, its parts do. */
export class Commons implements CommonsLogs {
  readonly keys: CommonsKeys
  readonly #home: Home
  readonly #events: Events<CommonsEvents>
  readonly #logger: Logger
  readonly cores: CommonsCores
  readonly #writer: OwnWriter
  readonly #records: Gatherer
  readonly #edits: Gatherer
  #write = false
  #forget: () => void = () => undefined

  constructor(keys: CommonsKeys, parts: CommonsParts) {
    const { home, clock, logger } = parts
    this.keys = keys
    this.#home = home
    this.#logger = logger
    this.#events = new Events((error) =>
      logger.error('a listener failed', { commons: keys.id, error: String(error) }),
    )
    this.cores = new CommonsCores(keys, parts, this.#events)
    this.#writer = new OwnWriter(home, keys, clock, (generation) => this.cores.addOwn(generation))
    this.#records = new Gatherer((blocks) => this.#writer.append('records', blocks))
    this.#edits = new Gatherer((blocks) => this.#writer.append('edits', blocks))
  }

  get id(): CommonsId {
    return this.keys.id
  }

  get isPublic(): boolean {
    return this.keys.isPublic
  }

  get own() {
    const current = this.#home.own.current(this.id)
    if (current === null) return null
    const { edits, files } = current.cores
    return { log: current.log, edits: edits.key, files: files.key }
  }

  async open(): Promise<void> {
    await this.cores.open()
    this.#forget = this.#home.onReopened(async () => {
      await this.cores.reopen()
      this.#events.emit('reopened')
    })
  }

  allowWriting(): void {
    this.#write = true
  }

  async close(): Promise<void> {
    this.#forget()
    await this.#writer.release()
    await this.cores.close()
  }

  async append(records: Uint8Array[]): Promise<{ ids: RecordId[] }> {
    this.#assertWrite()
    const places = await this.#records.push(records)
    return { ids: places.map(({ log, block, index }) => recordId(log, block, index)) }
  }

  async appendEdits(entries: Uint8Array[]): Promise<{ places: Place[] }> {
    this.#assertWrite()
    return { places: await this.#edits.push(entries) }
  }

  async filesWriter(): Promise<FilesWriter> {
    this.#assertWrite()
    return makeFilesWriter(this.#home, this.#writer)
  }

  #assertWrite(): void {
    if (!this.#write) throw fail('COMMONS_READ_ONLY')
  }

  addLog(key: LogKey, from?: string): Promise<LogState> {
    return this.cores.addLog(key, from)
  }

  log(key: LogKey): LogState | null {
    return this.cores.state(key)
  }

  logs(): LogState[] {
    return this.cores.states()
  }

  owner(key: CoreKey): { log: LogKey; which: CoreRole } | null {
    return this.cores.owner(key)
  }

  async find(discoveryKey: Uint8Array): Promise<{ core: CoreKey; which: CoreRole } | null> {
    const core = await this.#home.store.keyOf(discoveryKey)
    const owner = core && this.owner(core)
    return owner ? { core, which: owner.which } : null
  }

  read(key: LogKey, from: number, to?: number): AsyncGenerator<ReadBlock> {
    return this.cores.read(key, from, to)
  }

  readEdits(key: LogKey, from: number, to?: number): AsyncGenerator<ReadEdits> {
    return this.cores.readEdits(key, from, to)
  }

  async record(id: RecordId): Promise<Uint8Array | null> {
    const { log, block, index } = placeOf(id)
    for await (const { records } of this.read(log, block, block + 1)) return records[index] ?? null
    return null
  }

  core(key: CoreKey): Promise<Hypercore> {
    return this.cores.session(key, this.keys.encryptionKey)
  }

  raw(key: CoreKey): Promise<Hypercore> {
    return this.cores.session(key)
  }

  clearFiles(key: CoreKey, ranges: readonly { from: number; to: number }[]): Promise<number> {
    return this.cores.clearFiles(key, ranges)
  }

  head(key: CoreKey): Head | null {
    return this.cores.table.head(key)
  }

  held(key: CoreKey): number {
    return this.cores.table.core(key)?.contiguous ?? 0
  }

  heads(): CoreHead[] {
    return this.cores.table.heads()
  }

  reportHead(key: CoreKey, head: Head, from: NodeId): Promise<HeadVerdict> {
    return this.cores.reportHead(key, head, from)
  }

  async exportPrefix(key: LogKey): Promise<Prefix | null> {
    const entry = this.cores.table.core(key)
    return entry === null || entry.which !== 'records' ? null : exportPrefix(this.#home.store, entry)
  }

  importPrefix(key: LogKey, prefix: Prefix, from?: string): Promise<'ok' | 'refused'> {
    return this.cores.importPrefix(key, prefix, from)
  }

  async exportRest(key: CoreKey, from: number): Promise<Rest | null> {
    const entry = this.cores.table.core(key)
    return entry === null || entry.confirmed === 'no' ? null : exportRest(this.#home.store, entry, from)
  }

  importRest(key: CoreKey, rest: Rest, from: NodeId): Promise<'ok' | 'refused' | 'late'> {
    const take = (piece: CheckedPiece): Promise<PieceOutcome> => this.takePiece(piece, from)
    return importRest(this.cores.table.core(key), rest, { take, logger: this.#logger })
  }

  async firstBlock(key: LogKey): Promise<Uint8Array | null> {
    const entry = this.cores.table.core(key)
    if (entry?.which !== 'records') return null
    for await (const [first] of storedBlocks(this.#home.store, entry, 1)) return first?.bytes ?? null
    return null
  }

  whose(key: LogKey, firstBlock: Uint8Array): PersonId | null {
    const first = checkFirst(key, firstBlock, this.keys)
    return first.ok ? first.binding.person : null
  }

  async heldBytes(key: CoreKey): Promise<number> {
    const entry = this.cores.table.core(key)
    let sum = 0
    if (entry !== null)
      for await (const blocks of storedBlocks(this.#home.store, entry))
        for (const { bytes } of blocks) sum += bytes.length
    return sum
  }

  async *exportPieces(
    key: CoreKey,
    range: { from: number; to: number; joint?: number },
  ): AsyncGenerator<Piece> {
    const entry = this.cores.table.core(key)
    if (entry !== null && entry.confirmed !== 'no') yield* exportPieces(this.#home.store, entry, range)
  }

  misfit(piece: CheckedPiece): string | null {
    return this.cores.misfit(piece)
  }

  takePiece(piece: CheckedPiece, from: NodeId, until?: number): Promise<PieceOutcome> {
    return this.cores.takePiece(piece, from, until)
  }

  evidence(): ForkEvidence[] {
    return this.cores.evidence()
  }

  on<K extends keyof CommonsEvents>(event: K, listener: (...args: CommonsEvents[K]) => void): this {
    this.#events.on(event, listener)
    return this
  }

  off<K extends keyof CommonsEvents>(event: K, listener: (...args: CommonsEvents[K]) => void): this {
    this.#events.off(event, listener)
    return this
  }
}
