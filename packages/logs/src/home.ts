import { isAllmendeError, type CoreKey, type LogKey } from '@allmende/vocabulary'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { loadAccount } from './account.ts'
import type { AccountKeys, Finding, LogsOptions } from './contract.ts'
import { diskBytes } from './disk-bytes.ts'
import { isCode, makeFolder } from './durable-file.ts'
import { fail } from './errors.ts'
import { loadIdentity, type DeviceSecrets } from './identity.ts'
import { readRetired } from './retired.ts'
import { Journal, openSegments, readJournal, type JournalContent } from './journal.ts'
import { loadOwnLogs, ROLES, type Generation, type OwnLogs } from './own-logs.ts'
import { recoverOwn, type Recovery } from './recovery.ts'
import { Reserve, RESERVE_BYTES } from './reserve.ts'
import { isNoSpace, Store, unmark } from './store.ts'
import { bearWitness, currentBoot, judge, type Verdict } from './witness.ts'

/**
 * The folder of a node's logs with all that keeps them from being lost or forked: the database, the journal beside it,
 * the own logs' keys, the witness, the reserve.
 */
export class Home {
  readonly dir: string
  readonly store: Store
  readonly readOnly: boolean
  readonly #options: LogsOptions
  readonly #report: (finding: Finding) => void
  readonly #reserve: Reserve
  readonly #reopened = new Set<() => Promise<void>>()
  /** Own logs that may lack their last entries after a power cut, until a peer has shown the same head. */
  readonly #doubtful = new Map<LogKey, Set<CoreKey>>()
  readonly #writing = new Set<LogKey>()
  readonly #appending = new Map<CoreKey, number>()
  #own: OwnLogs | null = null
  #journal: Journal | null = null
  #boot = ''
  #full = false
  #reopening: Promise<void> | null = null
  #closed = false
  /** Why the store could not be opened again. */
  #down: unknown = null
  /** Counts reopenings: sessions got before the last one are dead. */
  era = 0
  identity: DeviceSecrets | null = null
  account: AccountKeys | null = null
  /** Why this device writes no more; null as long as it does. */
  retired: string | null = null

  constructor(options: LogsOptions, report: (finding: Finding) => void) {
    this.dir = options.dir
    this.readOnly = options.readOnly === true
    this.#options = options
    this.#report = report
    this.store = new Store(join(options.dir, 'store'), this.readOnly)
    this.#reserve = new Reserve(this.ownFolder, options.reserveBytes ?? RESERVE_BYTES)
  }

  get ownFolder(): string {
    return join(this.dir, 'own')
  }

  get identityFolder(): string {
    return join(this.dir, 'identity')
  }

  get evidenceFolder(): string {
    return join(this.dir, 'evidence')
  }

  get own(): OwnLogs {
    if (this.#own === null) throw fail('STORE_CLOSED')
    return this.#own
  }

  get journal(): Journal {
    if (this.#journal === null) throw fail('STORE_CLOSED')
    return this.#journal
  }

  report(finding: Finding): void {
    this.#report(finding)
  }

  async open(): Promise<void> {
    this.#boot = this.#options.bootId ?? (await currentBoot())
    if (!this.readOnly) {
      for (const folder of [this.dir, this.ownFolder, this.identityFolder, this.evidenceFolder]) {
        await makeFolder(folder)
      }
    }
    await this.#openStore()
    try {
      await this.#openOwn()
    } catch (error) {
      await this.store.close().catch(() => undefined)
      throw error
    }
  }

  async #openStore(): Promise<void> {
    try {
      await this.store.open()
    } catch (error) {
      const copied = isCode(error, 'STORE_COPIED') || isCode(error, 'STORE_UNMARKED')
      if (!copied || this.#options.adoptCopy !== true) throw error
      // Sealed first, unmarked after: if we are stopped between the two, the folder is still refused.
      const own = await loadOwnLogs(this.ownFolder)
      await own.seal(own.all(), 'the folder was copied')
      await unmark(this.store.dir)
      await this.store.open({ adopt: true })
      this.report({
        kind: 'copied',
        message:
          'This folder is a copy. Its own logs are closed for good; new ones begin with the next entry.',
      })
    }
  }

  async #openOwn(): Promise<void> {
    this.identity = await loadIdentity(this.identityFolder)
    this.account = this.identity && (await loadAccount(this.identityFolder))
    this.retired = await readRetired(this.identityFolder)
    this.#own = await loadOwnLogs(this.ownFolder)
    if (this.readOnly) return
    const content = await readJournal(this.ownFolder)
    const verdict = await judge(this.ownFolder, content, this.#boot)
    this.#tellStop(verdict, content)
    await this.#recover(content, verdict)
    this.#full = !(await this.#reserve.take())
  }

  #tellStop(verdict: Verdict, content: JournalContent): void {
    if (verdict.unclean) {
      const after = verdict.rebooted ? ' and the computer was started anew since then' : ''
      this.report({
        kind: 'unclean-stop',
        message: `The node was not stopped in an orderly way the last time${after}.`,
        fields: { rebooted: verdict.rebooted },
      })
    }
    if (content.damaged)
      this.report({ kind: 'journal-damaged', message: 'A part of the journal is damaged.' })
    if (verdict.foreign !== null && this.own.all().some(({ sealed }) => sealed === null)) {
      this.report({
        kind: 'rolled-back',
        message: `The folder was copied or set back to an earlier state: ${verdict.foreign}.`,
      })
    }
  }

  /** Redo first: what was acknowledged must be there even in a log that is then sealed. */
  async #recover(content: JournalContent, verdict: Verdict | null): Promise<void> {
    const recovery = await recoverOwn(this.store, this.own, content)
    this.#tellReplay(recovery)
    if (verdict?.foreign != null)
      await this.seal(this.own.all(), `the folder was set back: ${verdict.foreign}`)
    for (const { generation, reason } of recovery.broken) await this.seal([generation], reason)
    if (verdict?.rebooted === true || content.damaged) this.#doubt(verdict?.writing ?? [])
    const segments = await openSegments(this.ownFolder)
    // Before the journal is touched: were we stopped after that, it would look changed while nobody had it open.
    await bearWitness(this.ownFolder, 'running', this.#boot, this.#writing)
    this.#journal = new Journal(segments, content, () => this.store.flush())
    await this.store.flush()
    await this.#journal.begin(recovery.heads)
  }

  #tellReplay(recovery: Recovery): void {
    for (const { core, which, blocks } of recovery.replayed) {
      const message = `${blocks} confirmed entries (${which}) were missing in the database and were written again.`
      this.report({ kind: 'journal-replayed', message, core, fields: { blocks, which } })
    }
  }

  /** Any of the three cores may have been written last; a peer has to confirm each. */
  #doubt(written: readonly LogKey[]): void {
    for (const { log, cores } of this.own.all()) {
      if (written.includes(log)) this.#doubtful.set(log, new Set(ROLES.map((role) => cores[role].key)))
    }
  }

  /** To be called before the first entry of a log in this run. */
  async beginWriting(log: LogKey): Promise<void> {
    if (this.#writing.has(log)) return
    this.#writing.add(log)
    await bearWitness(this.ownFolder, 'running', this.#boot, this.#writing)
  }

  isDoubtful(log: LogKey): boolean {
    return this.#doubtful.has(log)
  }

  /** A peer has shown the same head of this core: what we have is what was announced. */
  trust(log: LogKey, core: CoreKey): void {
    const cores = this.#doubtful.get(log)
    cores?.delete(core)
    if (cores?.size === 0) this.#doubtful.delete(log)
  }

  async seal(generations: readonly Generation[], reason: string): Promise<void> {
    const open = generations.filter((one) => one.sealed === null)
    await this.own.seal(open, reason)
    for (const { log, commons } of open) {
      const message = `An own log is closed for good: ${reason}. The next entry begins a new one.`
      this.report({ kind: 'own-log-sealed', message, log, commons, fields: { reason } })
    }
  }

  /** Whether something may be written now. Errors: STORE_READ_ONLY, STORE_CLOSED, STORE_FULL. */
  async assertWritable(): Promise<void> {
    if (this.readOnly) throw fail('STORE_READ_ONLY')
    if (this.#closed) throw fail('STORE_CLOSED')
    if (this.#reopening !== null) await this.#reopening
    // The last reopening failed; there may be space by now.
    if (this.#down !== null) await this.afterFailure(this.#down, this.era)
    if (this.#full) this.#full = !(await this.#reserve.take())
    if (this.#full) throw fail('STORE_FULL', { dir: this.dir })
  }

  /** Runs an append to an own core. Meanwhile the core is longer than the journal says, and nothing is wrong with that. */
  async appending<T>(core: CoreKey, append: () => Promise<T>): Promise<T> {
    this.#appending.set(core, (this.#appending.get(core) ?? 0) + 1)
    try {
      return await append()
    } finally {
      this.#appending.set(core, (this.#appending.get(core) ?? 1) - 1)
    }
  }

  /** Whether an own core is longer than what we have written to it ourselves. */
  hasGrownElsewhere(core: CoreKey, length: number): boolean {
    if (this.readOnly || (this.#appending.get(core) ?? 0) > 0) return false
    return length > (this.journal.head(core)?.length ?? 0)
  }

  /** Something to be done after every reopening, before anybody may write again. */
  onReopened(listener: () => Promise<void>): () => void {
    this.#reopened.add(listener)
    return () => this.#reopened.delete(listener)
  }

  /**
   * To be called by whoever failed to write, with the era they began in. After a failed batch RocksDB refuses all
   * further ones until it is opened anew (a full disk, mostly). Many may fail at once: one reopening serves them all.
   */
  async afterFailure(error: unknown, era: number): Promise<void> {
    if (this.#closed) throw fail('STORE_CLOSED')
    if (era === this.era) this.#reopening ??= this.#reopen(error).finally(() => (this.#reopening = null))
    if (this.#reopening !== null) await this.#reopening
  }

  /** Gives the disk back what was cleared; thoroughly where there is room for writing all that stays once more. */
  diskBytes(): Promise<number> {
    return diskBytes(this.store.dir)
  }

  async compact(): Promise<{ before: number; after: number }> {
    if (this.readOnly) throw fail('STORE_READ_ONLY')
    const before = await diskBytes(this.store.dir)
    const { bavail, bsize } = await statfs(this.store.dir)
    const { era } = this
    try {
      await this.store.compact(bavail * bsize > before)
    } catch (error) {
      await this.afterFailure(error, era)
      throw this.failure(error)
    }
    return { before, after: await diskBytes(this.store.dir) }
  }

  /** What the caller of a failed write is told. */
  failure(error: unknown): Error {
    if (isAllmendeError(error)) return error
    if (isNoSpace(error)) return fail('STORE_FULL', { dir: this.dir, cause: error })
    return fail('LOG_APPEND', { reason: error instanceof Error ? error.message : 'unknown', cause: error })
  }

  async #reopen(error: unknown): Promise<void> {
    this.era += 1
    this.#down = error
    if (isNoSpace(error) && !this.#full) {
      this.#full = true
      this.report({
        kind: 'store-full',
        message: 'The disk is full. Nothing confirmed is lost; nothing new can be written.',
      })
    }
    await this.#reserve.free()
    await this.#journal?.close().catch(() => undefined)
    this.#journal = null
    await this.store.close().catch(() => undefined)
    await this.store.open()
    await this.#recover(await readJournal(this.ownFolder), null)
    this.#down = null
    this.#full = !(await this.#reserve.take())
    for (const listener of this.#reopened) await listener()
    const reason = error instanceof Error ? error.message : 'unknown'
    this.report({
      kind: 'store-reopened',
      message: 'The data was opened anew after a failed write.',
      fields: { reason },
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#reopening?.catch(() => undefined)
    const journal = this.#journal
    await journal?.close()
    await this.store.close()
    if (journal !== null) await bearWitness(this.ownFolder, 'closed', this.#boot)
  }
}
