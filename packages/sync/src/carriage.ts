import type { CoreKey, LogKey } from '@allmende/vocabulary'
import type { CarriedLogs } from '@allmende/logs'
import type { CarriedAnswer, SyncPolicy } from './contract.ts'
import { MAX_BLOCKS } from './limits.ts'

/** Blocks fetched at a time of a log under a quota, before its records are counted again. */
const QUOTA_STEP = 2

type Counted = { blocks: number; amount: number }

/** Obeys the policy (D10): which logs are carried, and how far those under a quota. */
export class Carriage {
  readonly #logs: CarriedLogs
  readonly #policy: SyncPolicy
  readonly #newcomers = new Set<LogKey>()
  readonly #counted = new Map<CoreKey, Counted>()
  /** Cores that reached their quota, and at which block. */
  readonly #full = new Map<CoreKey, number>()

  constructor(logs: CarriedLogs, policy: SyncPolicy) {
    this.#logs = logs
    this.#policy = policy
  }

  /** Counts who is under a quota among the logs that are here. */
  open(): void {
    for (const log of this.#logs.logs()) this.#answer(log.key)
  }

  carried(core: CoreKey): boolean {
    return this.#answer(this.#logOf(core)).carry
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

  /** The policy changed: what was full may go on. */
  forget(): void {
    this.#full.clear()
    this.#newcomers.clear()
    this.open()
  }

  #logOf(core: CoreKey): LogKey {
    return this.#logs.owner(core)?.log ?? (core as LogKey)
  }

  #answer(log: LogKey): CarriedAnswer {
    const state = this.#logs.log(log)
    const was = this.#newcomers.delete(log)
    const answer = this.#policy.carried({
      commons: this.#logs.id,
      log,
      ...(state?.person && state.bound ? { person: state.person } : {}),
      own: state?.own ?? false,
      newcomersCarried: this.#newcomers.size,
    })
    if (answer.carry && answer.upTo && (state || was)) this.#newcomers.add(log)
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
