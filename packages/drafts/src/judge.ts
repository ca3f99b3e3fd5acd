import { isAllmendeError } from '@allmende/vocabulary'
import { type Change, parseChange } from './change/parse.ts'
import { type ErrorCode, fail } from './errors.ts'
import { ChangeGraph, type GraphColumns } from './graph.ts'
import { OFFERED_BYTES, OFFERED_CHANGES } from './limits.ts'

/** An edit as the log tells it: where it stands, the actor its session gives, and whether its author may edit. */
export type Submission = {
  log: string
  block: number
  index: number
  actor: string
  allowed: boolean
  /** Of somebody who is not heard here: it counts only where a change of somebody else rests on it. */
  quiet?: true
  /** Of a session that only offers: it counts when a record of the draft accepts it. */
  offered?: true
  change: Uint8Array
}

/** An own change, before any log has it; offered with the log it will be in, since a log has only so many. */
export function ownSubmission(change: Uint8Array, actor: string, offeredIn?: string): Submission {
  const offered = offeredIn === undefined ? {} : { offered: true as const }
  return { log: offeredIn ?? '', block: -1, index: 0, actor, allowed: true, ...offered, change }
}

/** An offered change that is held, read already. */
export type HeldOffer = { change: Change; bytes: Uint8Array }

export type Refusal = {
  log: string
  block: number
  index: number
  hash: string | null
  code: string
  message: string
}

/**
 * What became of a submission, and of others that waited for it: `accepted` in an order in which the changes can be
 * applied. `known` when it was judged before and says nothing new.
 */
export type Verdicts = {
  accepted: { hash: string; bytes: Uint8Array; count: number; parts?: true }[]
  refused: Refusal[]
  known?: true
}

const OFFERS = { expected: String(OFFERED_CHANGES), found: String(OFFERED_BYTES) }

const BANNED = { reason: 'it failed when it was applied' }

type Parked = { submission: Submission; change: Change; previous: string | null; missing: number }

/** How much of what may be offered a log has used. */
type Used = { count: number; bytes: number }

/** What a snapshot keeps of the judgement. */
export type JudgeState = {
  graph: GraphColumns
  sessions: [actor: string, next: number, last: string][]
  refused: string[]
  parked: { submission: Submission; previous: string | null }[]
  quiet?: { submission: Submission; previous: string | null }[]
  offered?: { submission: Submission; previous: string | null }[]
  offers?: [log: string, used: Used][]
  wanted?: [hash: string, offered: boolean][]
  banned: [hash: string, code: ErrorCode][]
}

/**
 * Decides which changes of a draft count. The verdict on a change depends on the change, on its log before it, and on
 * the verdicts on what it rests on, never on the order in which logs arrive: so every node that holds the same logs
 * refuses the same changes. Pure: it knows no document and no clock.
 *
 * Submissions of one log must come in its order.
 */
export class Judge {
  #graph = new ChangeGraph()
  /** For each session the number it gives next, and the change that has the number before. */
  readonly #sessions = new Map<string, { next: number; last: string }>()
  /** Only changes whose actor was found true: somebody else's copy of a good change must not make it bad. */
  readonly #refused = new Set<string>()
  readonly #parked = new Map<string, Parked>()
  readonly #waiting = new Map<string, string[]>()
  /** Those that nobody has needed yet. */
  readonly #quiet = new Map<string, Parked>()
  /** Those that are offered and nobody accepted yet, and what records accepted: also what is not here yet. */
  readonly #offered = new Map<string, Parked>()
  readonly #accepted = new Set<string>()
  readonly #offers = new Map<string, Used>()
  /**
   * What changes rest on that isn't in the graph, whatever becomes of these changes: else the verdict on what is held would hang on
   * what came first. True: it counts also if it was only offered, since whoever may edit built on it.
   */
  readonly #wanted = new Map<string, boolean>()
  /** Changes that Automerge failed at although nothing was found wrong with them. */
  readonly #banned: Map<string, ErrorCode>

  constructor(banned = new Map<string, ErrorCode>()) {
    this.#banned = banned
  }

  get graph(): ChangeGraph {
    return this.#graph
  }

  get parked(): number {
    return this.#parked.size
  }

  /** The number that a session gives next. */
  next(actor: string): number {
    return this.#sessions.get(actor)?.next ?? 1
  }

  /** The change that has a session's last number, if it has one. */
  last(actor: string): string | undefined {
    return this.#sessions.get(actor)?.last
  }

  judge(submission: Submission): Verdicts {
    const verdicts: Verdicts = { accepted: [], refused: [] }
    const change = this.#atTheDoor(submission, verdicts)
    if (change === null) return verdicts
    const quiet = this.#quiet.get(change.hash)
    if (quiet && !submission.quiet && submission.allowed) {
      this.#quiet.delete(change.hash)
      this.#place(quiet, verdicts)
      return verdicts
    }
    const previous = this.#claim(submission, change, verdicts)
    if (previous === undefined) return verdicts
    const verdict = this.#banned.get(change.hash)
    if (verdict !== undefined) this.#refuse(submission, change.hash, fail(verdict, BANNED), verdicts)
    else if (!submission.allowed) this.#refuse(submission, change.hash, fail('EDIT_RIGHT'), verdicts)
    else if (submission.offered && this.#isTooMuch(submission))
      this.#refuse(submission, change.hash, fail('CHANGE_OFFERS', OFFERS), verdicts)
    else if (submission.offered && !this.#accepted.has(change.hash) && !this.#wanted.get(change.hash))
      this.#offered.set(change.hash, { submission, change, previous, missing: 0 })
    else if (submission.quiet && !submission.offered && !this.#wanted.has(change.hash))
      this.#quiet.set(change.hash, { submission, change, previous, missing: 0 })
    else this.#place({ submission, change, previous, missing: 0 }, verdicts)
    return verdicts
  }

  /**
   * Records of the draft accept these offered changes, whether they are here or not. Accepting only ever adds, so it is
   * the same whichever comes first; what it rests on it waits for like any other change.
   */
  accept(hashes: Iterable<string>): Verdicts {
    const verdicts: Verdicts = { accepted: [], refused: [] }
    for (const hash of hashes) {
      this.#accepted.add(hash)
      const held = this.#offered.get(hash)
      if (held === undefined) continue
      this.#offered.delete(hash)
      this.#place(held, verdicts)
    }
    return verdicts
  }

  /** Offered changes nobody accepted, as far as what they rest on counts and nothing is wrong with them. */
  held(): HeldOffer[] {
    return [...this.#offered.values()]
      .filter(
        ({ change, previous }) =>
          change.deps.every((hash) => this.#graph.has(hash)) &&
          (previous === null || this.#graph.has(previous)) &&
          this.#causalFault(change, previous) === null,
      )
      .map(({ change, submission }) => ({ change, bytes: submission.change }))
  }

  isHeld(hash: string): boolean {
    return this.#offered.has(hash)
  }

  state(): JudgeState {
    return {
      graph: this.#graph.columns(),
      sessions: [...this.#sessions].map(([actor, { next, last }]) => [actor, next, last]),
      refused: [...this.#refused],
      parked: [...this.#parked.values()].map(({ submission, previous }) => ({ submission, previous })),
      quiet: [...this.#quiet.values()].map(({ submission, previous }) => ({ submission, previous })),
      offered: [...this.#offered.values()].map(({ submission, previous }) => ({ submission, previous })),
      offers: [...this.#offers],
      wanted: [...this.#wanted],
      banned: [...this.#banned],
    }
  }

  static from(state: JudgeState, banned = new Map<string, ErrorCode>()): Judge {
    const judge = new Judge(new Map([...state.banned, ...banned]))
    judge.#graph = ChangeGraph.from(state.graph)
    for (const hash of state.refused) judge.#refused.add(hash)
    for (const [actor, next, last] of state.sessions) judge.#sessions.set(actor, { next, last })
    const verdicts: Verdicts = { accepted: [], refused: [] }
    for (const { submission, previous } of state.quiet ?? []) {
      const change = parseChange(submission.change)
      judge.#quiet.set(change.hash, { submission, change, previous, missing: 0 })
    }
    for (const { submission, previous } of state.offered ?? []) {
      const change = parseChange(submission.change)
      judge.#offered.set(change.hash, { submission, change, previous, missing: 0 })
    }
    for (const [log, used] of state.offers ?? []) judge.#offers.set(log, { ...used })
    for (const [hash, offered] of state.wanted ?? []) judge.#wanted.set(hash, offered)
    for (const { submission, previous } of state.parked) {
      judge.#place({ submission, change: parseChange(submission.change), previous, missing: 0 }, verdicts)
    }
    return judge
  }

  /** What can be said of the change alone, and whether it is of the session it came in. */
  #atTheDoor(submission: Submission, verdicts: Verdicts): Change | null {
    try {
      const change = submission.offered ? parseOffered(submission.change) : parseChange(submission.change)
      if (change.actor === submission.actor) return change
      const error = fail('CHANGE_ACTOR', { expected: submission.actor, found: change.actor })
      verdicts.refused.push(refusal(submission, null, error))
    } catch (error) {
      if (!isAllmendeError(error)) throw error
      verdicts.refused.push(refusal(submission, null, error))
    }
    return null
  }

  /**
   * Gives the change its number in the session: the change before it (null for the first), or undefined where the
   * number is not free. The first in log order has it, whatever becomes of it later: were the number given back, a
   * second change with it would count on nodes that judged before what the first waits for arrived.
   */
  #claim(submission: Submission, change: Change, verdicts: Verdicts): string | null | undefined {
    const session = this.#sessions.get(change.actor)
    const next = session?.next ?? 1
    if (change.seq === next) {
      this.#sessions.set(change.actor, { next: next + 1, last: change.hash })
      return session?.last ?? null
    }
    if (this.#isKnown(change.hash)) {
      verdicts.known = true
      return undefined
    }
    const details = { expected: String(next), found: String(change.seq) }
    const error = fail(change.seq < next ? 'CHANGE_REPEATED' : 'CHANGE_GAP', details)
    this.#refuse(submission, change.hash, error, verdicts)
    return undefined
  }

  /** Whether a log offers more than it may in one draft. Counted in log order and never given back, so it is alike everywhere. */
  #isTooMuch({ log, change }: Submission): boolean {
    const { count, bytes } = this.#offers.get(log) ?? { count: 0, bytes: 0 }
    const used = { count: count + 1, bytes: bytes + change.length }
    if (used.count > OFFERED_CHANGES || used.bytes > OFFERED_BYTES) return true
    this.#offers.set(log, used)
    return false
  }

  #place(first: Parked, verdicts: Verdicts): void {
    const ready = [first]
    for (let parked = ready.pop(); parked !== undefined; parked = ready.pop()) {
      const { change, submission, previous } = parked
      const needed = neededBy(parked)
      ready.push(...this.#want(needed, !submission.offered || this.#wanted.get(change.hash) === true))
      const bad = [change.hash, ...needed].find((hash) => this.#refused.has(hash))
      if (bad !== undefined) {
        this.#refuse(submission, change.hash, fail('CHANGE_DEPENDS', { found: bad.slice(0, 8) }), verdicts)
        continue
      }
      const missing = needed.filter((hash) => !this.#graph.has(hash))
      if (missing.length > 0) {
        this.#wait(parked, missing)
        continue
      }
      const error = this.#causalFault(change, previous)
      if (error !== null) this.#refuse(submission, change.hash, error, verdicts)
      else {
        this.#graph.add(change)
        this.#wanted.delete(change.hash)
        const beside = change.parts.length > 0 || change.marks.length > 0
        const accepted = { hash: change.hash, bytes: submission.change, count: change.count }
        verdicts.accepted.push(beside ? { ...accepted, parts: true } : accepted)
        ready.push(...this.#release(change.hash))
      }
    }
  }

  /**
   * Those of somebody not heard that a change rests on: without them it could never be applied (D9 of the design). With `offered` also
   * what was offered: the record that accepted it may be of somebody excluded since.
   */
  #want(hashes: readonly string[], offered: boolean): Parked[] {
    return hashes.flatMap((hash) => {
      const before = this.#wanted.get(hash)
      if (before === true || before === offered || this.#graph.has(hash)) return []
      this.#wanted.set(hash, offered)
      const waits = this.#parked.get(hash)
      if (waits) return this.#want(neededBy(waits), offered)
      const held = this.#quiet.get(hash) ?? (offered ? this.#offered.get(hash) : undefined)
      if (held) for (const each of [this.#quiet, this.#offered]) each.delete(hash)
      return held ?? []
    })
  }

  /** What only those can tell who hold all that the change rests on. */
  #causalFault(change: Change, previous: string | null): Error | null {
    const expected = this.#graph.maxCounter(change.deps) + 1
    if (change.deps.length === 0 || change.startOp !== expected) {
      return fail('CHANGE_COUNTER', { expected: String(expected), found: String(change.startOp) })
    }
    if (previous !== null && !this.#graph.restsOn(change.deps, previous)) return fail('CHANGE_PREDECESSOR')
    if (!this.#graph.knowsReferences(change)) return fail('CHANGE_REFERENCE')
    const fault = this.#graph.partFault(change)
    if (fault !== null) return 'reason' in fault ? fail('CHANGE_PART', fault) : fail('CHANGE_FULL', fault)
    return this.#graph.hasMarksInOrder(change) ? null : fail('CHANGE_MARK')
  }

  #wait(parked: Parked, missing: string[]): void {
    parked.missing = missing.length
    this.#parked.set(parked.change.hash, parked)
    for (const hash of missing) {
      const waiting = this.#waiting.get(hash)
      if (waiting === undefined) this.#waiting.set(hash, [parked.change.hash])
      else waiting.push(parked.change.hash)
    }
  }

  /** Those that waited for a change and for nothing else any more. */
  #release(hash: string): Parked[] {
    const ready: Parked[] = []
    for (const waiting of this.#waiting.get(hash) ?? []) {
      const parked = this.#parked.get(waiting)
      if (parked === undefined || --parked.missing > 0) continue
      this.#parked.delete(waiting)
      ready.push(parked)
    }
    this.#waiting.delete(hash)
    return ready
  }

  /** Refuses a change and with it, one after another, all that were waiting for it. */
  #refuse(submission: Submission, hash: string, error: Error, verdicts: Verdicts): void {
    verdicts.refused.push(refusal(submission, hash, error))
    const bad = [hash]
    for (let next = bad.pop(); next !== undefined; next = bad.pop()) {
      this.#refused.add(next)
      const depends = fail('CHANGE_DEPENDS', { found: next.slice(0, 8) })
      for (const waiting of this.#waiting.get(next) ?? []) {
        const parked = this.#parked.get(waiting)
        if (parked === undefined) continue
        this.#parked.delete(waiting)
        verdicts.refused.push(refusal(parked.submission, waiting, depends))
        bad.push(waiting)
      }
      this.#waiting.delete(next)
    }
  }

  #isKnown(hash: string): boolean {
    const kept = [this.#graph, this.#parked, this.#refused, this.#quiet, this.#offered]
    return kept.some((each) => each.has(hash))
  }
}

function neededBy({ change, previous }: Parked): string[] {
  return previous === null ? change.deps : [...new Set([...change.deps, previous])]
}

/** Only edits of the text can be shown to whoever is to accept them; anything else would be accepted unseen. */
function parseOffered(bytes: Uint8Array): Change {
  const change = parseChange(bytes)
  if (change.parts.length === 0 && change.marks.length === 0) return change
  throw fail('CHANGE_UNSUPPORTED', { reason: 'something offered beside the text' })
}

function refusal(submission: Submission, hash: string | null, error: Error): Refusal {
  const { log, block, index } = submission
  const code: ErrorCode | 'ERROR' = isAllmendeError(error) ? (error.code as ErrorCode) : 'ERROR'
  return { log, block, index, hash, code, message: error.message }
}
