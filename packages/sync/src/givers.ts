import type { CoreKey } from '@allmende/vocabulary'
import type { Attached } from './attachments.ts'
import { leastBytes } from './decide/overdue.ts'
import { LIVELY_TIMES, MAX_DOUBLED, SOURCES_PER_CORE } from './limits.ts'
import type { Session } from './session.ts'

/** What a peer does for a core that it is asked for. */
type Trial = {
  /** Since when it is watched; null while it isn't asked. */
  since: number | null
  /** By then: bytes that its connection had brought, and blocks of the core, in bytes. */
  heard: number
  given: number
  /** How often it had to leave its place to another. */
  left: number
}

/** Who leaves a core to whom. */
export type Change = { off: readonly Session[]; on: readonly Session[] }

/**
 * Whom attached cores are fetched from. Hypercore asks three peers for a block and then waits: with three that give a block every
 * quarter of a minute nobody else would be asked, however many hold it. So a place is only had for a time.
 */
export class Givers {
  readonly #trials = new Map<CoreKey, Map<Session, Trial>>()
  /** Who had to leave a place and has filled none since. */
  readonly #slow = new Set<Session>()
  readonly #patience: number

  constructor(patience: number) {
    this.#patience = patience
  }

  /** Best first: who has had to leave a place, of this core or another, comes behind who hasn't. Otherwise the order is kept. */
  inOrder(key: CoreKey, sessions: Iterable<Session>): Session[] {
    const trials = this.#trials.get(key)
    const left = (session: Session) => (trials?.get(session)?.left ?? 0) + (this.#slow.has(session) ? 0.5 : 0)
    return [...sessions].toSorted((a, b) => left(a) - left(b))
  }

  /**
   * Who is slow leaves its place to another who has more of the core. When all are, the one that gave most stays: it may be an
   * honest line as good as there is.
   * @param holders those who have more of it than is here
   */
  change(attached: Attached, holders: Iterable<Session>, now: number): Change {
    const trials = this.#watch(attached, now)
    const all = [...holders]
    const asked = all.filter((session) => attached.sessions.has(session))
    const others = this.inOrder(
      attached.key,
      all.filter((session) => session.open && !asked.includes(session)),
    )
    const slow = asked.filter((session) => this.#isSlow(attached, session, now))
    if (!slow.length || !others.length) return { off: [], on: [] }
    const least = slow.toSorted((a, b) => givenBy(attached, a) - givenBy(attached, b))
    const best = least.at(-1)
    if (slow.length === asked.length && best && givenBy(attached, best) > 0) least.pop()
    const room = Math.max(0, SOURCES_PER_CORE - asked.length)
    const on = others.slice(0, room + least.length)
    const off = least.slice(0, Math.max(0, on.length - room))
    for (const session of on) {
      const left = trials.get(session)?.left ?? 0
      trials.set(session, { since: now, heard: session.link.bytesIn, given: 0, left })
    }
    for (const session of off) this.leave(attached.key, session)
    return { off, on }
  }

  /** It has to leave its place, and comes behind who hasn't had to. */
  leave(key: CoreKey, session: Session): void {
    const trial = this.#trials.get(key)?.get(session)
    if (trial) trial.left++
    this.#slow.add(session)
  }

  /** Whether somebody whom it is asked of is at it: a block of 64 kB takes half a minute on a line of 2 kB a second. */
  lively(attached: Attached, now: number): boolean {
    const trials = this.#watch(attached, now)
    return [...attached.sessions].some((session) => {
      const trial = trials.get(session)
      return trial && !isQuiet(trial, session, now) && now - (trial.since ?? now) < this.#longest(trial)
    })
  }

  /** Nothing of it is waited for any more. */
  forget(key: CoreKey): void {
    this.#trials.delete(key)
  }

  ended(session: Session): void {
    this.#slow.delete(session)
    for (const trials of this.#trials.values()) trials.delete(session)
  }

  #watch(attached: Attached, now: number): Map<Session, Trial> {
    const trials = this.#trials.get(attached.key) ?? new Map<Session, Trial>()
    this.#trials.set(attached.key, trials)
    for (const [session, trial] of trials) if (!attached.sessions.has(session)) trial.since = null
    for (const session of attached.sessions) {
      const trial = trials.get(session)
      if (!trial || trial.since === null) trials.set(session, begun(attached, session, now, trial?.left ?? 0))
    }
    return trials
  }

  #isSlow(attached: Attached, session: Session, now: number): boolean {
    const trials = this.#trials.get(attached.key)
    const trial = trials?.get(session)
    if (!trials || !trial || trial.since === null) return false
    const ms = now - trial.since
    if (ms < this.#patienceWith(trial)) return false
    if (givenBy(attached, session) - trial.given >= leastBytes(ms)) {
      trials.set(session, begun(attached, session, now, 0))
      this.#slow.delete(session)
      return false
    }
    return isQuiet(trial, session, now) || ms >= this.#longest(trial)
  }

  /** Twice as long each time: an honest line that is slower than all bounds gets the time that its block takes. */
  #patienceWith({ left }: Trial): number {
    return this.#patience * 2 ** Math.min(left, MAX_DOUBLED)
  }

  /** For who sends much and nothing of this core: it may be busy with others, or fill the line with anything on purpose. */
  #longest(trial: Trial): number {
    return LIVELY_TIMES * this.#patienceWith(trial)
  }
}

function begun(attached: Attached, session: Session, now: number, left: number): Trial {
  return { since: now, heard: session.link.bytesIn, given: givenBy(attached, session), left }
}

function givenBy(attached: Attached, session: Session): number {
  return attached.given.get(session) ?? 0
}

/** Counted on the connection, where a large block is seen coming long before it is here. */
function isQuiet({ since, heard }: Trial, session: Session, now: number): boolean {
  return since !== null && session.link.bytesIn - heard < leastBytes(now - since)
}
