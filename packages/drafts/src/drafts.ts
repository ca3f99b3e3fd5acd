import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type CommonsId, placeOf, type RecordId } from '@allmende/vocabulary'
import { FollowedCommons } from './commons.ts'
import type {
  DraftAs,
  DraftHandle,
  DraftRecords,
  Drafts,
  DraftsOptions,
  EditsAuthor,
  EditsLogs,
  RefusedChange,
} from './contract.ts'
import { isGuestName } from './entry.ts'
import { fail } from './errors.ts'
import { Handle, isMoved } from './handle.ts'
import { readHeard, writeHeard } from './heard-file.ts'
import { DRAFT_LIMITS } from './limits.ts'
import { OpenDraft } from './open-draft.ts'
import { WorkerPool } from './pool.ts'
import { Refusals } from './refusals.ts'
import { Rights } from './rights.ts'

/** A draft that nobody uses stays open so long: closing a page and opening it again costs nothing. */
const IDLE_MS = 30_000

/** Opens the drafts of this node. Commons are added with `attach`. */
export async function openDrafts(options: DraftsOptions): Promise<Drafts> {
  mkdirSync(options.dir, { recursive: true })
  return new OpenDrafts(options)
}

type Opened = { open: OpenDraft; ready: Promise<void>; handles: number; idle: NodeJS.Timeout | null }

export class OpenDrafts implements Drafts {
  readonly #options: DraftsOptions
  readonly pool: WorkerPool
  readonly #commons = new Map<CommonsId, FollowedCommons>()
  readonly #opened = new Map<CommonsId, Map<RecordId, Opened>>()
  readonly #listeners = new Set<(refused: RefusedChange) => void>()
  readonly #reported = new Set<string>()
  readonly #refusals = new Map<string, Refusals>()
  readonly #closing = new Set<Promise<void>>()
  #nextNumber = 1

  constructor(options: DraftsOptions) {
    this.#options = options
    this.pool = new WorkerPool(options.workers ?? 1, options.logger)
  }

  async attach(logs: EditsLogs, records: DraftRecords): Promise<void> {
    if (this.#commons.has(logs.id)) return
    const { dir, logger } = this.#options
    const opened = new Map<RecordId, Opened>()
    const commons = new FollowedCommons({
      logs,
      records,
      file: join(dir, logs.id, 'edits-index'),
      logger,
      onGrown: (drafts) => drafts.forEach((draft) => opened.get(draft)?.open.pump()),
      onRefused: (refused) => this.#refused(refused),
      onNotSaved: (error) => this.#notSaved(logs.id, error),
    })
    this.#commons.set(logs.id, commons)
    this.#opened.set(logs.id, opened)
    await commons.open()
  }

  async detach(id: CommonsId): Promise<void> {
    const opened = this.#opened.get(id)
    for (const draft of opened?.keys() ?? []) await this.#close(id, draft)
    this.#commons.get(id)?.write()
    this.#commons.delete(id)
    this.#opened.delete(id)
  }

  async open(id: CommonsId, draft: RecordId, as: DraftAs = {}): Promise<DraftHandle> {
    if (as.guest !== undefined && !isGuestName(as.guest)) throw fail('DRAFT_GUEST_NAME', { found: as.guest })
    const opened = this.#openOnce(this.#commonsOf(id), draft)
    opened.handles++
    if (opened.idle !== null) clearTimeout(opened.idle)
    opened.idle = null
    try {
      await opened.ready
      const ids = { commons: id, draft }
      const handle = new Handle(ids, as, opened.open, this.#options.clock, () => this.#left(id, draft))
      await handle.join()
      return handle
    } catch (error) {
      await this.#left(id, draft)
      throw error
    }
  }

  async ingest(id: CommonsId, author: EditsAuthor, block?: number, entries?: Uint8Array[]): Promise<void> {
    await this.#commonsOf(id).grown(author, block, entries)
  }

  async recordsChanged(id: CommonsId, draft?: RecordId): Promise<void> {
    const opened = this.#opened.get(id) ?? new Map<RecordId, Opened>()
    const changed =
      draft === undefined ? [...opened.values()] : [opened.get(draft)].filter((one) => one !== undefined)
    await Promise.all(changed.map(({ open }) => open.recordsChanged()))
  }

  async heard(id: CommonsId, who: string): Promise<void> {
    const followed = this.#commons.get(id)
    const file = join(this.#options.dir, id, 'heard')
    // Told again once it is followed.
    if (!followed || readHeard(file) === who) return
    const { index, records } = followed
    records.forget?.()
    // Those write a snapshot yet, which was judged as things stood.
    await Promise.all(this.#closing)
    for (const draft of index.drafts()) {
      const open = this.#opened.get(id)?.get(draft)?.open
      // What is not open is made from the logs when it is.
      if (open) await open.judgeAnew()
      else rmSync(this.#snapshotOf(id, draft), { force: true })
    }
    // At last: what was cut off on the way is done again.
    writeHeard(file, who)
  }

  #snapshotOf(id: CommonsId, draft: RecordId): string {
    const { log, block, index } = placeOf(draft)
    return join(this.#options.dir, id, `${log}.${block}.${index}.snapshot`)
  }

  known(id: CommonsId): RecordId[] {
    return this.#commonsOf(id).index.drafts()
  }

  refusals(id: CommonsId, draft: RecordId): RefusedChange[] {
    return [...this.#refusalsOf(id, draft).list()]
  }

  #refusalsOf(id: CommonsId, draft: RecordId): Refusals {
    const file = `${this.#snapshotOf(id, draft)}.refused`
    const refusals = this.#refusals.get(file) ?? new Refusals(file)
    this.#refusals.set(file, refusals)
    return refusals
  }

  on(_event: 'refused', listener: (refused: RefusedChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    for (const id of this.#commons.keys()) await this.detach(id)
    for (const refusals of this.#refusals.values()) refusals.write()
    await this.pool.stop()
  }

  #openOnce(commons: FollowedCommons, draft: RecordId): Opened {
    const all = this.#opened.get(commons.id)!
    const known = all.get(draft)
    if (known !== undefined) return known
    const { dir, clock, random, logger } = this.#options
    const { logs, records, saver, recent } = commons
    const open = new OpenDraft({
      commons: commons.id,
      draft,
      file: this.#snapshotOf(commons.id, draft),
      source: { logs, recent, index: commons.index, rights: new Rights(records, draft) },
      records,
      saver,
      slot: this.pool.least(),
      number: this.#nextNumber++,
      clock,
      random,
      logger,
      limits: this.#options.limits ?? DRAFT_LIMITS,
      onRefused: (refusals) => commons.refused(draft, refusals),
    })
    mkdirSync(join(dir, commons.id), { recursive: true })
    const opened = { open, ready: open.open(), handles: 0, idle: null }
    all.set(draft, opened)
    return opened
  }

  async #left(id: CommonsId, draft: RecordId): Promise<void> {
    const opened = this.#opened.get(id)?.get(draft)
    if (opened === undefined || --opened.handles > 0) return
    const idleMs = this.#options.idleMs ?? IDLE_MS
    if (idleMs === 0) return this.#close(id, draft)
    opened.idle = setTimeout(() => void this.#close(id, draft), idleMs)
    opened.idle.unref()
  }

  async #close(id: CommonsId, draft: RecordId): Promise<void> {
    const opened = this.#opened.get(id)?.get(draft)
    if (opened === undefined) return
    if (opened.idle !== null) clearTimeout(opened.idle)
    this.#opened.get(id)?.delete(draft)
    const closing = opened.open.close()
    this.#closing.add(closing)
    await closing.finally(() => this.#closing.delete(closing))
  }

  /** The own log goes on in another: what waits was made for the old one. */
  #notSaved(id: CommonsId, error: Error): void {
    const moved = isMoved(error)
    for (const { open } of this.#opened.get(id)?.values() ?? []) {
      if (moved) void open.reseat().catch((failure: unknown) => this.#options.logger.error(String(failure)))
      else open.failed(error)
    }
  }

  /** Each once: what is held back is judged again from its block on. */
  #refused(refused: RefusedChange): void {
    const key = `${refused.log}.${refused.block}.${refused.index}`
    if (this.#reported.has(key)) return
    this.#reported.add(key)
    const { commons, draft } = refused
    if (draft !== null) this.#refusalsOf(commons, draft).add(refused)
    for (const listener of this.#listeners) listener(refused)
  }

  #commonsOf(id: CommonsId): FollowedCommons {
    const commons = this.#commons.get(id)
    if (commons === undefined) throw fail('DRAFT_COMMONS_UNKNOWN', { found: id })
    return commons
  }
}
