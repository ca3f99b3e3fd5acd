import type { Appended, CommonsLogs, LogState } from '@allmende/logs'
import type { Logger, LogKey } from '@allmende/vocabulary'
import type { Ingest, IngestBlock, Views } from '@allmende/views'

/** Bytes given to the views at once: large enough to be worth a transaction, small enough to keep others waiting shortly. */
const BATCH_BYTES = 512 * 1024
/** Logs read at the same time. Reading waits on the store, folding on the worker: a few keep both busy. */
const LANES = 8
/** After a failure. */
const AGAIN_MS = 2_000

/**
 * Brings the records of one commons from its logs into the views, from where the views stand. What is folded already
 * is known to the views alone, so after a crash, or when the views were deleted, it simply begins where they are.
 */
export class RecordFollower {
  readonly #logs: CommonsLogs
  readonly #views: Views
  readonly #logger: Logger
  readonly #shownUpTo: (log: LogState) => number
  readonly #dirty = new Set<LogKey>()
  readonly #busy = new Set<LogKey>()
  readonly #waiting: { log: LogKey; length: number; resolve: () => void }[] = []
  readonly #caughtUp = Promise.withResolvers<void>()
  #positions = new Map<LogKey, number>()
  #started = false
  #closed = false
  readonly #onAppended = ({ which, log }: Appended): void => {
    if (which === 'records') this.#mark(log)
  }
  readonly #onBound = ({ key }: LogState): void => this.#mark(key)

  /** @param shownUpTo how many blocks of a log may be shown; of what lies here beyond them nothing is folded */
  constructor(
    logs: CommonsLogs,
    views: Views,
    logger: Logger,
    shownUpTo: (log: LogState) => number = () => Infinity,
  ) {
    this.#logs = logs
    this.#views = views
    this.#logger = logger
    this.#shownUpTo = shownUpTo
  }

  /** Looks where the views stand, takes up what they lack, and goes on with what comes in. */
  async start(): Promise<void> {
    this.#logs.on('appended', this.#onAppended)
    this.#logs.on('bound', this.#onBound)
    await this.resume()
    this.#started = true
    this.#restIfDone()
  }

  /** Resolves once: when what lay here at the start was taken up, or could not be. */
  get caughtUp(): Promise<void> {
    return this.#caughtUp.promise
  }

  /** After the views were emptied: asks them anew where they stand. */
  async resume(): Promise<void> {
    this.#positions = await this.#views.positions(this.#logs.id)
    for (const state of this.#logs.logs()) {
      if (state.bound && this.#wanted(state) > this.#position(state.key)) this.#dirty.add(state.key)
    }
    this.#pump()
  }

  /** Blocks that lie here and may be shown. */
  #wanted(state: LogState): number {
    return Math.min(state.contiguous, this.#shownUpTo(state))
  }

  stop(): void {
    this.#closed = true
    this.#logs.off('appended', this.#onAppended)
    this.#logs.off('bound', this.#onBound)
    for (const { resolve } of this.#waiting.splice(0)) resolve()
    this.#caughtUp.resolve()
  }

  /** Resolves when everything of a log that lies here now can be found. */
  async settled(log: LogKey): Promise<void> {
    const state = this.#logs.log(log)
    const length = state ? this.#wanted(state) : 0
    if (this.#closed || this.#position(log) >= length) return
    await new Promise<void>((resolve) => {
      this.#waiting.push({ log, length, resolve })
      this.#mark(log)
    })
  }

  /** Resolves when everything of all logs that lies here now can be found. */
  async allSettled(): Promise<void> {
    const bound = this.#logs.logs().filter((state) => state.bound)
    await Promise.all(bound.map(({ key }) => this.settled(key)))
  }

  /** Blocks that lie here and can't be found yet. */
  get behind(): number {
    let blocks = 0
    for (const state of this.#logs.logs())
      if (state.bound) blocks += Math.max(0, this.#wanted(state) - this.#position(state.key))
    return blocks
  }

  #position(log: LogKey): number {
    return this.#positions.get(log) ?? 0
  }

  #mark(log: LogKey): void {
    if (this.#closed) return
    this.#dirty.add(log)
    this.#pump()
  }

  #pump(): void {
    for (const log of this.#dirty) {
      if (this.#closed || this.#busy.size >= LANES) return
      if (this.#busy.has(log)) continue
      this.#dirty.delete(log)
      this.#busy.add(log)
      void this.#take(log).finally(() => {
        this.#busy.delete(log)
        this.#pump()
        this.#restIfDone()
      })
    }
  }

  #restIfDone(): void {
    if (this.#started && this.#dirty.size === 0 && this.#busy.size === 0) this.#caughtUp.resolve()
  }

  async #take(log: LogKey): Promise<void> {
    const state = this.#logs.log(log)
    if (!state?.bound || !state.person || !state.device) return
    const { person, device, own } = state
    const ingest = async (read: IngestBlock[]): Promise<void> => {
      // Asked again: somebody may have been blocked while this was read.
      const end = this.#shownUpTo(state)
      const blocks = read.filter(({ block }) => block < end)
      if (blocks.length === 0) return
      const run: Ingest = { commons: this.#logs.id, log, person, device, own, blocks }
      await this.#views.ingest(run)
      this.#positions.set(log, (blocks.at(-1)?.block ?? 0) + 1)
      this.#wake()
    }
    try {
      let batch: IngestBlock[] = []
      let bytes = 0
      for await (const { block, records } of this.#logs.read(
        log,
        this.#position(log),
        this.#shownUpTo(state),
      )) {
        batch.push({ block, records })
        for (const record of records) bytes += record.length
        if (bytes < BATCH_BYTES) continue
        await ingest(batch)
        batch = []
        bytes = 0
      }
      await ingest(batch)
      // Told of a moment before it can be read: no other event need follow.
      if (this.#position(log) < this.#wanted(state)) this.#againLater(log)
    } catch (error) {
      // The views died, or the store is being reopened: both announce themselves, and what is missing is taken up then.
      if (this.#closed) return
      this.#logger.warn('records could not be folded now', { log, error: String(error) })
      // Should it have been something else, nothing would say so: a record would be here and never be shown.
      this.#againLater(log)
    }
  }

  #againLater(log: LogKey): void {
    setTimeout(() => this.#mark(log), AGAIN_MS).unref()
  }

  #wake(): void {
    for (let index = this.#waiting.length - 1; index >= 0; index--) {
      const waiting = this.#waiting[index]
      if (!waiting || this.#position(waiting.log) < waiting.length) continue
      this.#waiting.splice(index, 1)
      waiting.resolve()
    }
  }
}
