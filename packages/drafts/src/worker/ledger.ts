import { deserialize, serialize } from 'node:v8'
import type { ErrorCode } from '../errors.ts'
import { Judge, ownSubmission, type JudgeState, type Refusal, type Submission } from '../judge.ts'

/** `count`: how many operations, where it was not made here; `parts`: it changes something beside the text. */
export type Accepted = { hash: string; bytes: Uint8Array; count?: number; parts?: true }

/**
 * What was submitted to a draft and what the verdicts were: enough to judge again from the last checkpoint, with a
 * change kept out that Automerge turned out to fail at.
 */
export class Ledger {
  readonly banned: Map<string, ErrorCode>
  #judge: Judge
  #checkpoint: Buffer | null = null
  #since: Submission[] = []
  #written = 0
  #accepted: Accepted[] = []
  /** All that records accept: kept by nobody here, told anew after every opening. */
  readonly #accepts = new Set<string>()

  constructor(banned: Map<string, ErrorCode>) {
    this.banned = banned
    this.#judge = new Judge(banned)
  }

  get judge(): Judge {
    return this.#judge
  }

  /** Judges what came from a log. What is good waits to be taken. */
  submit(submission: Submission): Refusal[] {
    const { accepted, refused, known } = this.#judge.judge(submission)
    if (known !== true) this.#since.push(submission)
    this.#accepted.push(...accepted)
    return refused
  }

  /** Records accept offered changes: what is here of them, and of what waited for them, waits to be taken. */
  accept(hashes: readonly string[]): Refusal[] {
    const fresh = hashes.filter((hash) => !this.#accepts.has(hash))
    for (const hash of fresh) this.#accepts.add(hash)
    const { accepted, refused } = this.#judge.accept(fresh)
    this.#accepted.push(...accepted)
    return refused
  }

  /** Judges an own change that is offered; why it cannot be, or null. */
  offer(log: string, actor: string, change: Uint8Array): string | null {
    const submission = ownSubmission(change, actor, log)
    const { refused } = this.#judge.judge(submission)
    if (refused.length > 0) return refused[0]!.message
    this.#since.push(submission)
    return null
  }

  /** Judges an own change; why it does not count, or null. Own changes pass the same door, or nobody would follow. */
  own(actor: string, change: Uint8Array): string | null {
    const submission = ownSubmission(change, actor)
    const { accepted, refused } = this.#judge.judge(submission)
    if (accepted.length !== 1) return refused[0]?.message ?? 'it would wait for something'
    this.#since.push(submission)
    return null
  }

  /** The actors of the last own changes, in order. */
  lastOwn(count: number): string[] {
    const own = this.#since.filter(({ block }) => block < 0).map(({ actor }) => actor)
    return count === 0 ? [] : own.slice(-count)
  }

  /** Forgets the last own changes. To be judged again after that. */
  dropOwn(count: number): void {
    const own = this.#since.filter(({ block }) => block < 0)
    const dropped = new Set(count === 0 ? [] : own.slice(-count))
    this.#since = this.#since.filter((submission) => !dropped.has(submission))
  }

  /** What counts and was not taken before. */
  take(): Accepted[] {
    const taken = this.#accepted
    this.#accepted = []
    return taken
  }

  get untaken(): readonly Accepted[] {
    return this.#accepted
  }

  /** Judges all since the checkpoint again. What counts is to be taken as a whole; what was waiting to be is in it. */
  again(): { accepted: Accepted[]; refused: Refusal[] } {
    const state = this.#checkpoint === null ? null : (deserialize(this.#checkpoint) as JudgeState)
    this.#judge = state === null ? new Judge(this.banned) : Judge.from(state, this.banned)
    const verdicts = [
      this.#judge.accept(this.#accepts),
      ...this.#since.map((submission) => this.#judge.judge(submission)),
    ]
    return {
      accepted: verdicts.flatMap(({ accepted }) => accepted),
      refused: verdicts.flatMap(({ refused }) => refused),
    }
  }

  /** Takes up a state; what was submitted before it is in it. */
  restore(state: JudgeState): void {
    this.#judge = Judge.from(state, this.banned)
    this.#accepted.push(...this.#judge.accept(this.#accepts).accepted)
    this.#begin(state)
  }

  /** Makes the present the checkpoint. */
  checkpoint(): JudgeState {
    const state = this.#judge.state()
    this.#begin(state)
    return state
  }

  /** Submissions that no snapshot has. */
  unwritten(): Submission[] {
    return this.#since.slice(this.#written)
  }

  written(): void {
    this.#written = this.#since.length
  }

  #begin(state: JudgeState): void {
    this.#checkpoint = serialize(state)
    this.#since = []
    this.#written = 0
  }
}
