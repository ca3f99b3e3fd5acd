import type { CoreKey, LogKey, PersonId } from '@allmende/vocabulary'
import type { CarriedLogs } from '@allmende/logs'
import type { CarriedAnswer, SyncPolicy } from './contract.ts'
import { Newcomers } from './decide/newcomers.ts'
import { MAX_BLOCKS, MAX_KNOWN_AUTHORS } from './limits.ts'

/** Blocks fetched at a time of a log under a quota, before its records are counted again. */
const QUOTA_STEP = 2

/** The way of logs that came before ways were noted. */
const UNKNOWN_WAY = ''

type Counted = { blocks: number; amount: number }

/** Obeys the policy (D10): which logs are carried, and how far those under a quota. */
export class Carriage {
  readonly #logs: CarriedLogs
  readonly #policy: SyncPolicy
  readonly #newcomers = new Newcomers()
  readonly #counted = new Map<CoreKey, Counted>()
  /** Cores that reached their quota, and at which block. */
  readonly #full = new Map<CoreKey, number>()
  /** Who writes logs that are not here, as their first block has proved; the oldest is forgotten first. */
  readonly #authors = new Map<LogKey, PersonId>()

  constructor(logs: CarriedLogs, policy: SyncPolicy) {
    this.#logs = logs
    this.#policy = policy
  }

  /** Counts who is under a quota among the logs that are here, and what they have. */
  open(): void {
    this.#askOfAll()
  }

  /** Who gets a place by it is counted with what is here of them. */
  #askOfAll(): void {
    for (const log of this.#logs.logs()) {
      const before = this.#newcomers.has(log.key)
      this.#answer(log.key)
      if (before || !this.#newcomers.has(log.key)) continue
      for (const core of [log.key, log.edits ?? []].flat()) void this.#measure(log.key, core)
    }
  }

  async #measure(log: LogKey, core: CoreKey): Promise<void> {
    // The store may be closed meanwhile: then nothing is fetched either.
    const bytes = await this.#logs.heldBytes(core).catch(() => 0)
    this.#newcomers.grew(log, bytes)
  }

  /**
   * Whether a core that comes by this way is carried; a newcomer's log gets its place by it. `whose`: not as long as
   * nobody knows whose it is, and the first block would tell.
   */
  admit(core: CoreKey, way: string): 'yes' | 'no' | 'whose' {
    const log = this.#logOf(core)
    const answer = this.#answer(log, way)
    if (!answer.carry) return answer.whose && !this.#authors.has(log) ? 'whose' : 'no'
    if (answer.upTo && !answer.placeless) this.#newcomers.place(log, way)
    return 'yes'
  }

  /** Nothing came of it: a place that was given is free again. */
  givenUp(core: CoreKey): void {
    const log = this.#logOf(core)
    if (this.#logs.head(log) === null) this.#newcomers.leave(log)
  }

  /** A first block was shown and proves who writes the log. */
  authorIs(log: LogKey, person: PersonId): void {
    const [oldest] = this.#authors.keys()
    if (oldest !== undefined && this.#authors.size >= MAX_KNOWN_AUTHORS) this.#authors.delete(oldest)
    this.#authors.set(log, person)
  }

  /** Blocks came in. */
  grew(core: CoreKey, bytes: number): void {
    this.#newcomers.grew(this.#logOf(core), bytes)
  }

  get newcomers(): number {
    return this.#newcomers.size
  }

  whole(core: CoreKey): boolean {
    const answer = this.#answer(this.#logOf(core))
    return answer.carry && !answer.upTo && !answer.blocks
  }

  /** Blocks of the core that are wanted at all. */
  blocks(core: CoreKey, which: 'records' | 'edits'): number {
    const { carry, upTo, blocks } = this.#answer(this.#logOf(core))
    if (!carry) return 0
    const end = blocks?.[which] ?? MAX_BLOCKS
    if (!upTo) return end
    // A block has one record at least, and the binding comes before them.
    return Math.min(end, this.#full.get(core) ?? (which === 'records' ? upTo.records + 1 : MAX_BLOCKS))
  }

  /**
   * Whether an edits core whose author has signed so many bytes is followed live: whole, or all of it is within the quota.
   * The signed size is known before a block is asked for, so somebody over the quota is noticed at the head.
   */
  live(core: CoreKey, signedBytes: number): boolean {
    const { carry, upTo, blocks } = this.#answer(this.#logOf(core))
    return carry && !blocks && (!upTo || signedBytes <= upTo.editBytes)
  }

  /**
   * How many bytes a core may have in all to be taken in one, as far as its author has signed it: 0 for what is counted block by block.
   */
  bytes(core: CoreKey, which: 'records' | 'edits'): number {
    const { carry, upTo, blocks } = this.#answer(this.#logOf(core))
    if (!carry || blocks) return 0
    if (!upTo) return Number.MAX_SAFE_INTEGER
    return which === 'edits' ? upTo.editBytes : 0
  }

  /** Up to which block to fetch next, -1 without end. Counts what a core under a quota holds by now. */
  async fetchUpTo(core: CoreKey, which: 'records' | 'edits', held: number): Promise<number> {
    const { carry, upTo, blocks } = this.#answer(this.#logOf(core))
    if (!carry) return 0
    if (!upTo) return blocks?.[which] ?? -1
    const counted = await this.#count(core, which, held)
    if (counted.amount < (which === 'records' ? upTo.records : upTo.editBytes))
      return Math.min(held + QUOTA_STEP, blocks?.[which] ?? MAX_BLOCKS)
    this.#full.set(core, held)
    return held
  }

  /** The policy changed: what was full may go on. Places that are no longer needed are free then. */
  forget(): void {
    this.#full.clear()
    this.#askOfAll()
  }

  #logOf(core: CoreKey): LogKey {
    return this.#logs.owner(core)?.log ?? (core as LogKey)
  }

  #answer(log: LogKey, way?: string): CarriedAnswer {
    const state = this.#logs.log(log)
    const from = state?.from ?? way ?? UNKNOWN_WAY
    const person = state?.person && state.bound ? state.person : this.#authors.get(log)
    const shares = this.#newcomers.shares(log, from)
    const answer = this.#policy.carried({
      commons: this.#logs.id,
      log,
      ...(person ? { person } : {}),
      own: state?.own ?? false,
      ...shares,
      // What is here has its place, whatever came since: it is not taken away again.
      placed: shares.placed || state?.bound === true,
    })
    if (!answer.carry || !answer.upTo || answer.placeless) this.#newcomers.leave(log)
    else if (state?.bound) this.#newcomers.place(log, from)
    return answer
  }

  /**
   * Records of a log without its binding, or bytes of edits. Goes on from where it counted last. Two counts of one core
   * may run beside each other, as blocks arrive: each counts for itself, and the one that got further is kept.
   */
  async #count(core: CoreKey, which: 'records' | 'edits', held: number): Promise<Counted> {
    let { blocks, amount } = this.#counted.get(core) ?? { blocks: 0, amount: 0 }
    if (which === 'records') {
      for await (const { block, records } of this.#logs.read(core as LogKey, blocks, held)) {
        amount += block === 0 ? Math.max(0, records.length - 1) : records.length
        blocks = block + 1
      }
    } else {
      for await (const { block, entries } of this.#logs.readEdits(this.#logOf(core), blocks, held)) {
        for (const entry of entries) amount += entry.length
        blocks = block + 1
      }
    }
    if (blocks > (this.#counted.get(core)?.blocks ?? 0)) this.#counted.set(core, { blocks, amount })
    return { blocks, amount }
  }
}
