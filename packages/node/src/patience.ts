import { type Prospect, waitsFor, type WaitLimits, type WaitsFor } from '@allmende/rules'
import type { CommonsId, RecordId } from '@allmende/vocabulary'
import type { ActionContext, Progress } from './contract.ts'
import { Flow } from './flow.ts'
import type { Parts } from './parts.ts'

/** With `wait`, nothing but a cancel ends the waiting. */
export type WaitPolicy = { readonly wait: boolean }

export const WAIT_LIMITS: WaitLimits = {
  /** Two rounds of a DHT look-up on a slow line. */
  look: 15_000,
  /** From one network to another took up to 7 s; a router that starts anew takes longer. */
  gap: 30_000,
  /** Sync itself ends a comparison that stands still for half a minute. */
  word: 60_000,
  /** The largest block, of 1 MiB, takes nearly nine minutes at 2 kB a second; those that are made here two. */
  slow: 600_000,
}

/** A proof takes one round trip. */
const SHOWN_WITHIN_MS = 5_000

/** A silence that is shorter needs no words. */
const SAY_AFTER_MS = 1_000

/** So long after its last bytes it is still said to come. */
const COMING_MS = 3_000

/**
 * Decides how long one action waits for what others have, and says meanwhile for whom. Between two ways to a peer there is
 * a gap in which nobody is connected, and who has just come hasn't yet said what it has: neither means that nobody has it.
 */
export class Patience {
  readonly #parts: Parts
  readonly #commons: CommonsId
  readonly #context: ActionContext
  readonly #policy: WaitPolicy
  readonly #version: RecordId | null
  readonly #began = performance.now()
  readonly #flow: Flow

  /** @param version what is waited for, where it is the files of one */
  constructor(
    parts: Parts,
    commons: CommonsId,
    context: ActionContext,
    policy: WaitPolicy,
    version: RecordId | null = null,
  ) {
    this.#parts = parts
    this.#commons = commons
    this.#context = context
    this.#policy = policy
    this.#version = version
    this.#flow = new Flow(this.#bytesIn(), this.#began)
  }

  /** Whether to wait on after a silence of so many ms. */
  waitsOn(quiet: number): boolean {
    const prospect = this.#prospect(quiet)
    const limits = this.#parts.waits
    const found = waitsFor(prospect, limits)
    const waiting = found ?? (this.#policy.wait ? (prospect.peers === 0 ? 'anybody' : 'delivery') : null)
    if (waiting === null) return false
    if (quiet >= SAY_AFTER_MS) {
      const left = limits.gap - (prospect.lost ?? 0)
      const isComing =
        waiting !== 'anybody' && waiting !== 'another-way' && (prospect.flow ?? Infinity) < COMING_MS
      const said = isComing ? coming(this.#flow.rate) : inWords(waiting, this.#policy.wait ? null : left)
      this.#context.onProgress?.(said)
    }
    return true
  }

  #prospect(quiet: number): Prospect {
    const { sync, clock } = this.#parts
    const { peers, reconciled, metAt, lostAt } = sync.progress(this.#commons)
    const now = performance.now()
    const since = (at: number | null): number | null => (at === null || at < this.#began ? null : now - at)
    // Who has only just connected may be a member: that is shown on the connection first.
    const fresh = sync.peers().filter((peer) => clock.now() - peer.since < SHOWN_WITHIN_MS)
    const there = Math.max(peers, fresh.length)
    const holder = this.#version !== null && sync.holders(this.#version).length > 0
    const flow = this.#flow.since(this.#bytesIn(), now)
    return { quiet, flow, peers: there, told: reconciled, met: since(metAt), lost: since(lostAt), holder }
  }

  #bytesIn(): number {
    const members = this.#parts.sync.peers().filter(({ commons }) => commons.includes(this.#commons))
    return members.reduce((sum, { bytesIn }) => sum + bytesIn, 0)
  }
}

const WORDS: Record<WaitsFor, string> = {
  anybody: 'nobody who has it is connected: looking for somebody',
  'another-way': 'the connection was lost: looking for another way',
  word: 'connected: waiting to hear what is there',
  delivery: 'connected: waiting for it to come',
}

/** Nothing is whole yet, but it would be untrue to say that nothing comes. */
function coming(bytesPerSecond: number): Progress {
  const note = `${(bytesPerSecond / 1_000).toFixed(1)} kB a second`
  return { phase: 'it comes, over a slow line', done: 0, unit: 'blocks', note }
}

/** `left`: until it is given up, for another way. */
function inWords(waiting: WaitsFor, left: number | null): Progress {
  const phase = WORDS[waiting]
  const note =
    waiting === 'another-way' && left !== null ? `for ${Math.ceil(left / 1_000)} s more` : undefined
  return { phase, done: 0, unit: 'blocks', ...(note === undefined ? {} : { note }) }
}

/** What the functions of `files` take: they know only that nothing comes, who is connected is known here. */
export function patienceOf(
  parts: Parts,
  commons: CommonsId,
  context: ActionContext,
  policy: WaitPolicy = { wait: false },
  version: RecordId | null = null,
): { signal?: AbortSignal; waitsOn: (quiet: number) => boolean } {
  const patience = new Patience(parts, commons, context, policy, version)
  const { signal } = context
  return { ...(signal ? { signal } : {}), waitsOn: (quiet) => patience.waitsOn(quiet) }
}
