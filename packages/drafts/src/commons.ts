import {
  type CommonsId,
  isAllmendeError,
  type LogKey,
  type Logger,
  type RecordId,
} from '@allmende/vocabulary'
import type { DraftRecords, EditsAuthor, EditsLogs, RefusedChange } from './contract.ts'
import { EditIndex } from './edit-index.ts'
import { RecentBlocks } from './feed.ts'
import { readIndex, writeIndex } from './index-file.ts'
import type { Refusal } from './judge.ts'
import { Saver } from './saver.ts'

/** The index is written when so many blocks came since, and when the commons is left. */
const BLOCKS_BETWEEN_WRITES = 2_000

/** One commons that is followed: which of its logs hold edits of which drafts. */
export class FollowedCommons {
  readonly id: CommonsId
  readonly logs: EditsLogs
  readonly records: DraftRecords
  readonly recent = new RecentBlocks()
  readonly saver: Saver
  readonly #file: string
  readonly #logger: Logger
  readonly #onGrown: (drafts: Set<RecordId>) => void
  readonly #onRefused: (refused: RefusedChange) => void
  readonly #authors = new Map<LogKey, EditsAuthor>()
  /** One log at a time is read for one author. */
  readonly #reading = new Map<LogKey, Promise<void>>()
  #unwritten = 0
  index: EditIndex

  constructor(parts: {
    logs: EditsLogs
    records: DraftRecords
    file: string
    logger: Logger
    onGrown: (drafts: Set<RecordId>) => void
    onRefused: (refused: RefusedChange) => void
    onNotSaved: (error: Error) => void
  }) {
    this.id = parts.logs.id
    this.logs = parts.logs
    this.records = parts.records
    this.#file = parts.file
    this.#logger = parts.logger
    this.#onGrown = parts.onGrown
    this.#onRefused = parts.onRefused
    this.saver = new Saver(parts.logs, parts.onNotSaved)
    this.index = new EditIndex()
  }

  /** Takes up the index and reads what the logs have beyond it. */
  async open(): Promise<void> {
    const state = readIndex(this.#file)
    if (state !== null) this.index = EditIndex.from(state)
    for (const author of this.logs.authors()) {
      this.#authors.set(author.log, author)
      // Block 0 is the binding of the log, never an edit.
      const first = Math.max(1, this.index.next(author.log))
      if (author.blocks === undefined || author.blocks > first) await this.grown(author)
    }
  }

  /** A log may have grown. With a block that comes next, nothing is read. */
  async grown(author: EditsAuthor, block?: number, entries?: Uint8Array[]): Promise<void> {
    this.#authors.set(author.log, author)
    const before = this.#reading.get(author.log)
    if (before === undefined && block !== undefined && entries !== undefined) {
      if (block < this.index.next(author.log)) return
      if (block === Math.max(1, this.index.next(author.log))) return this.#learn(author, block, entries)
    }
    const reading = (before ?? Promise.resolve()).then(() => this.#read(author))
    const settled = reading
      .catch(() => undefined)
      .then(() => {
        if (this.#reading.get(author.log) === settled) this.#reading.delete(author.log)
      })
    this.#reading.set(author.log, settled)
    await reading
  }

  refused(draft: RecordId | null, refusals: readonly Refusal[]): void {
    for (const { log, block, index, code, message } of refusals) {
      const person = this.#authors.get(log as LogKey)?.person
      if (person === undefined) continue
      const refused = { commons: this.id, draft, log: log as LogKey, person, block, index, code, message }
      const trapped = code === 'CHANGE_TRAPPED' || code === 'CHANGE_UNREADABLE'
      this.#logger.warn('an edit was refused', refused)
      this.#onRefused(trapped ? { ...refused, quarantined: true } : refused)
    }
  }

  write(): void {
    if (this.#unwritten === 0) return
    this.#unwritten = 0
    writeIndex(this.#file, this.index.state())
  }

  async #read(author: EditsAuthor): Promise<void> {
    const from = this.index.next(author.log)
    for await (const { block, entries } of this.logs.readEdits(author.log, from)) {
      // A live block may have come by itself while this one was read.
      if (block >= this.index.next(author.log)) this.#learn(author, block, entries)
    }
  }

  #learn(author: EditsAuthor, block: number, entries: Uint8Array[]): void {
    const { drafts, faults } = this.index.learn(author, block, entries)
    this.recent.put(author.log, block, entries)
    for (const { index, error } of faults) {
      const code = isAllmendeError(error) ? error.code : 'ERROR'
      this.refused(null, [{ log: author.log, block, index, hash: null, code, message: error.message }])
    }
    if (++this.#unwritten >= BLOCKS_BETWEEN_WRITES) this.write()
    if (drafts.size > 0) this.#onGrown(drafts)
  }
}
