import type { LogKey, RecordId } from '@allmende/vocabulary'
import type { EditsLogs } from './contract.ts'
import type { EditIndex, RoutedEdit } from './edit-index.ts'
import type { Submission } from './judge.ts'
import type { Rights } from './rights.ts'
import type { Positions } from './worker/protocol.ts'

/** Edits given to the worker in one message: enough to keep it busy, little enough to stay interruptible. */
const SUBMISSIONS = 512

/** Blocks that have just arrived, so that live edits need not be read from the log again. */
export class RecentBlocks {
  static readonly KEPT = 256
  readonly #blocks = new Map<string, Uint8Array[]>()

  put(log: LogKey, block: number, entries: Uint8Array[]): void {
    if (this.#blocks.size >= RecentBlocks.KEPT) this.#blocks.delete(this.#blocks.keys().next().value!)
    this.#blocks.set(`${log}.${block}`, entries)
  }

  get(log: LogKey, block: number): Uint8Array[] | undefined {
    return this.#blocks.get(`${log}.${block}`)
  }
}

export type FeedSource = { logs: EditsLogs; index: EditIndex; recent: RecentBlocks; rights: Rights }

/** Brings the edits of one draft from the logs to its document: each log in its order, each edit once. */
export class Feed {
  readonly #source: FeedSource
  readonly #draft: RecordId
  readonly #submit: (submissions: Submission[], positions: Positions) => Promise<void>
  readonly #positions = new Map<LogKey, number>()
  #gathered: Submission[] = []
  /** How far what is gathered reaches. */
  readonly #reached = new Map<LogKey, number>()
  #running: Promise<void> = Promise.resolve()
  #active = false
  #again = false
  #stopped = false
  /** Edits that cite records not held here: their logs stand still until `pump` is called for new records. */
  held = 0

  constructor(
    draft: RecordId,
    source: FeedSource,
    positions: Positions,
    submit: (submissions: Submission[], positions: Positions) => Promise<void>,
  ) {
    this.#draft = draft
    this.#source = source
    this.#submit = submit
    for (const [log, next] of positions) this.#positions.set(log as LogKey, next)
  }

  /** Gives the document what the index knows and it has not got. Resolves when that is done. */
  pump(): Promise<void> {
    this.#again = true
    if (this.#active) return this.#running
    this.#active = true
    this.#running = this.#run()
    return this.#running
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running.catch(() => undefined)
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false
        this.held = 0
        for (const [log, runs] of this.#source.index.blocks(this.#draft)) await this.#gather(log, runs)
        await this.#hand()
      }
    } finally {
      this.#gathered = []
      this.#reached.clear()
      // In the same turn as the last look: who calls `pump` a turn later would else be given what has ended already.
      this.#active = false
    }
  }

  async #gather(log: LogKey, runs: readonly number[]): Promise<void> {
    for await (const { block, entries } of this.#blocks(log, runs, this.#positions.get(log) ?? 0)) {
      if (this.#stopped) return
      const edits = this.#source.index.resolve(log, this.#draft, block, entries)
      const submissions = await this.#judgeRights(edits)
      this.#gathered.push(...submissions)
      if (submissions.length < edits.length) {
        this.held += edits.length - submissions.length
        return
      }
      this.#reached.set(log, block + 1)
      if (this.#gathered.length >= SUBMISSIONS) await this.#hand()
    }
  }

  /** What came of all logs goes in one message: of five who type at once, each would else wait for the others' answers. */
  async #hand(): Promise<void> {
    const submissions = this.#gathered
    const positions = [...this.#reached]
    this.#gathered = []
    this.#reached.clear()
    if (submissions.length > 0 && !this.#stopped) await this.#submit(submissions, positions)
    if (!this.#stopped) for (const [log, next] of positions) this.#positions.set(log, next)
  }

  /** As far as the records they cite are held here. */
  async #judgeRights(edits: RoutedEdit[]): Promise<Submission[]> {
    const submissions: Submission[] = []
    for (const { log, person, block, index, actor, as, heads, change } of edits) {
      const { rights } = this.#source
      const right = as.offers ? rights.mayOffer(heads) : rights.mayEdit(person, heads)
      const allowed = typeof right === 'boolean' ? right : await right
      if (allowed === null) break
      const quiet = this.#source.logs.isQuiet?.(log, block) === true
      const offered = as.offers ? { offered: true as const } : {}
      submissions.push({
        log,
        block,
        index,
        actor,
        allowed,
        ...(quiet && { quiet: true as const }),
        ...offered,
        change,
      })
    }
    return submissions
  }

  async *#blocks(
    log: LogKey,
    runs: readonly number[],
    from: number,
  ): AsyncGenerator<{ block: number; entries: Uint8Array[] }> {
    for (let run = 0; run < runs.length; run += 2) {
      let block = Math.max(from, runs[run]!)
      for (let recent; block <= runs[run + 1]!; block++) {
        recent = this.#source.recent.get(log, block)
        if (recent === undefined) break
        yield { block, entries: recent }
      }
      if (block > runs[run + 1]!) continue
      for await (const read of this.#source.logs.readEdits(log, block)) {
        if (read.block > runs[run + 1]!) break
        yield read
      }
    }
  }
}
