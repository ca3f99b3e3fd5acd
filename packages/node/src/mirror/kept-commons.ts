import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { deriveMirrorKeys, type MirrorLogs, openMirrorLogs } from '@allmende/logs'
import { type HeldCore, mayFetchFor, roomForFiles } from '@allmende/rules'
import type { SyncPolicy } from '@allmende/sync'
import type { CommonsId, LogKey } from '@allmende/vocabulary'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { FilesFetcher } from './files-fetcher.ts'
import type { KeptEntry } from './kept-file.ts'
import type { MirrorState } from './messages.ts'
import { folderBytes, isDiskFull } from './room.ts'
import type { Row } from './rows.ts'
import { ToldBook } from './told-book.ts'

type Needs = Pick<Parts, 'sync' | 'clock' | 'logger' | 'network'> & { readonly folder: string }

/** Between two looks at the disk, and two writings of the book. */
const LOOK_MS = 2_000
/** Peers answer a few reconciles at once and then one in ten seconds. */
const RECONCILES = 10
const RECONCILE_EVERY_MS = 12_000

/** One commons of which a mirror keeps the ciphertext. */
export class KeptCommons {
  readonly id: CommonsId
  #entry: KeptEntry
  readonly #needs: Needs
  readonly #book: ToldBook
  readonly #files: FilesFetcher
  readonly #onChanged: () => void
  #logs: MirrorLogs | null = null
  #disk = 0
  #diskFull = false
  /** Who may have more fetched, until something arrives. */
  readonly #verdicts = new Map<string, boolean>()
  #timer: NodeJS.Timeout | null = null
  #dirty = false
  #working: Promise<void> = Promise.resolve()
  #reconciles = RECONCILES
  #reconcileAt = 0
  #reconcile: NodeJS.Timeout | null = null

  constructor(entry: KeptEntry, needs: Needs, onChanged: () => void) {
    this.id = entry.id as CommonsId
    this.#entry = entry
    this.#needs = needs
    this.#onChanged = onChanged
    this.#book = new ToldBook(join(needs.folder, 'told.json'), entry.giver)
    this.#files = new FilesFetcher(this.id, this.#book, needs, {
      held: (core) => this.#logs?.extent(core)?.contiguous ?? 0,
      mayFetch: (log) => this.#mayFetch(log, 'files'),
      room: () => roomForFiles({ quota: this.#entry.quota, bytes: this.bytes }),
    })
  }

  get entry(): KeptEntry {
    return this.#entry
  }

  async open(): Promise<void> {
    await this.#book.load()
    this.#logs = await this.#openLogs()
    await this.#look()
    await this.#join(this.#logs)
    this.#timer = setInterval(() => void this.#inTurn('keeping count', () => this.#tick()), LOOK_MS)
    this.#timer.unref()
  }

  async #openLogs(): Promise<MirrorLogs> {
    const { folder, clock, logger } = this.#needs
    const { replicateKey, public: isPublic } = this.#entry
    const keys = deriveMirrorKeys(new Uint8Array(Buffer.from(replicateKey, 'hex')), isPublic)
    const logs = await openMirrorLogs({ dir: folder, keys, clock, logger })
    await logs.tell([...this.#book.entries()].map(([log, { edits, files }]) => ({ log, edits, files })))
    logs.on('appended', ({ core, log }) => {
      const { bytes } = logs.extent(core) ?? {}
      if (bytes !== undefined) this.#book.holds(log, core, bytes)
      this.#touch()
    })
    return logs
  }

  /** Takes in rows of a node whose word was checked. Returns how many were beyond what it may tell of. */
  async tell(node: string, rows: readonly Row[]): Promise<number> {
    const { changed, refused } = this.#book.take(node, rows, this.#book.use(this.#entry.quota, this.bytes))
    if (changed.length > 0) {
      await this.#logs?.tell(changed)
      this.#comparedAnew()
      this.#files.wake()
    }
    this.#touch()
    return refused
  }

  /** What a node told, as both sides compare it. */
  told(node: string): string {
    return this.#book.digest(node)
  }

  /** Takes back what a node told; what nobody else told of is deleted. Returns the bytes that the disk has again. */
  async withdraw(node: string): Promise<number> {
    let freed = 0
    await this.#inTurn('a withdrawal', async () => {
      const gone = this.#book.withdraw(node)
      await this.#book.save()
      if (gone.length > 0) freed = await this.#drop(gone)
      this.#onChanged()
    })
    return freed
  }

  /** How much of logs is here, of all three cores of each. On disk when this resolves: who says so must not lose it with the power. */
  async held(logs: readonly LogKey[]): Promise<HeldCore[]> {
    const asked = new Set(logs)
    const held = (this.#logs?.heads() ?? []).filter(({ log }) => asked.has(log))
    await this.#logs?.flush()
    return held.map(({ core, length, contiguous, rootHash }) => ({
      core,
      length: contiguous,
      root: contiguous === length ? rootHash : null,
    }))
  }

  async setQuota(entry: KeptEntry): Promise<void> {
    this.#entry = entry
    this.#verdicts.clear()
    this.#comparedAnew()
    this.#files.wake()
  }

  get bytes(): number {
    return Math.max(this.#disk, this.#book.bytes)
  }

  state(): MirrorState {
    const { wanted, held } = this.#files.count()
    return {
      quota: this.#entry.quota,
      bytes: this.bytes,
      logs: this.#book.size,
      behind: this.#behind(),
      filesWanted: wanted,
      filesHeld: held,
      full: this.#diskFull || this.bytes >= this.#entry.quota,
      ...(this.#diskFull && { diskFull: true as const }),
    }
  }

  /**
   * What peers have and isn't here. A log that one was told of after its heads were let pass is not among it until it is
   * asked for again: at least its first block is missing until then.
   */
  #behind(): number | null {
    const { behind } = this.#needs.sync.progress(this.id)
    if (behind !== 0) return behind
    const isMissing = (log: LogKey): boolean => !this.#logs?.head(log) && this.#mayFetch(log, 'logs')
    return [...this.#book.entries()].filter(([log]) => isMissing(log)).length
  }

  get peers(): number {
    return this.#needs.sync.progress(this.id).peers
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    if (this.#reconcile) clearTimeout(this.#reconcile)
    this.#timer = this.#reconcile = null
    await this.#working
    await this.#files.close()
    await this.#needs.sync.leave(this.id)
    if (this.#logs) await this.#book.save()
    await this.#logs?.close()
    this.#logs = null
  }

  /** Closes it and deletes everything of it. Returns the bytes that the disk has again. */
  async destroy(): Promise<number> {
    await this.close()
    const bytes = await folderBytes(this.#needs.folder)
    await rm(this.#needs.folder, { recursive: true, force: true })
    return bytes
  }

  async #join(logs: MirrorLogs): Promise<void> {
    const { sync, network } = this.#needs
    await sync.join(logs, { policy: this.#policy, announce: network.online })
  }

  readonly #policy: SyncPolicy = {
    carried: ({ log }) =>
      this.#mayFetch(log, 'logs')
        ? { carry: true, reason: 'told of' }
        : { carry: false, reason: 'not told of, or no room' },
  }

  #mayFetch(log: LogKey, what: 'logs' | 'files'): boolean {
    const told = this.#book.get(log)
    if (!told || this.#diskFull) return false
    const account = this.#book.accountOf(told)
    const name = `${what} ${account}`
    let verdict = this.#verdicts.get(name)
    if (verdict === undefined) {
      verdict = mayFetchFor(this.#book.use(this.#entry.quota, this.bytes), account, what).fetch
      this.#verdicts.set(name, verdict)
    }
    return verdict
  }

  /** Logs that weren't told of when a peer showed their heads were let pass: they are asked for again. */
  #comparedAnew(): void {
    const now = this.#needs.clock.now()
    this.#reconciles = Math.min(RECONCILES, this.#reconciles + (now - this.#reconcileAt) / RECONCILE_EVERY_MS)
    this.#reconcileAt = now
    if (this.#reconcile) return
    const wait = this.#reconciles >= 1 ? 100 : RECONCILE_EVERY_MS
    this.#reconcile = setTimeout(() => {
      this.#reconcile = null
      this.#reconciles -= 1
      if (this.#logs) this.#needs.sync.policyChanged(this.id)
    }, wait)
    this.#reconcile.unref()
  }

  #touch(): void {
    this.#dirty = true
    this.#verdicts.clear()
  }

  async #tick(): Promise<void> {
    const wasFull = this.#diskFull
    if (!this.#logs || (!this.#dirty && !wasFull)) return
    await this.#look()
    if (wasFull && !this.#diskFull) await this.#roomAgain()
    // While the disk is full nothing comes in that would make it look again.
    if (!this.#dirty) return
    this.#dirty = false
    this.#onChanged()
    // The book may not fit on the disk either; it is written at the next look then, and what it says is known here until then.
    await this.#book.save().catch((error: unknown) => {
      this.#dirty = true
      throw error
    })
    this.#files.wake()
  }

  /** A store in which a write has failed goes on failing until it is opened anew, and what was told meanwhile may not be in it. */
  async #roomAgain(): Promise<void> {
    this.#dirty = true
    await this.#files.pause()
    await this.#needs.sync.leave(this.id)
    await this.#logs?.close()
    this.#logs = null
    this.#logs = await this.#openLogs()
    await this.#join(this.#logs)
    this.#comparedAnew()
    this.#files.wake()
  }

  async #look(): Promise<void> {
    this.#disk = await folderBytes(this.#needs.folder)
    this.#diskFull = await isDiskFull(this.#needs.folder)
    this.#verdicts.clear()
  }

  /** Sessions of sync on what goes must be closed first: so everybody is left, and met again. */
  async #drop(gone: readonly LogKey[]): Promise<number> {
    const logs = this.#logs
    if (!logs) return 0
    const before = await folderBytes(this.#needs.folder)
    await this.#files.pause()
    await this.#needs.sync.leave(this.id)
    await logs.drop(gone)
    await this.#look()
    await this.#join(logs)
    this.#files.wake()
    return Math.max(0, before - this.#disk)
  }

  /** One after the other: a look at the disk must not fall into a deletion. */
  #inTurn(what: string, work: () => Promise<void>): Promise<void> {
    const next = this.#working.then(work)
    this.#working = next.catch(() => undefined)
    inBackground(this.#needs.logger, what, next)
    return next
  }
}
