import { coreKeyOf, type CoreKey } from '@allmende/vocabulary'
import { isOverdue, type Mark, markOf } from './decide/overdue.ts'
import { PrefixAssembly } from './decide/prefix.ts'
import { NEWCOMER_WINDOW, PREFIX_WINDOW, WANT_KEYS } from './limits.ts'
import type { Session } from './session.ts'

type Asked = {
  /** Since when. */
  outstanding: Map<CoreKey, number>
  /** Those of them that are newcomers'. */
  newcomers: Set<CoreKey>
  /** Given up; an answer may still come, and nobody is refused for it. Tells whether it is a newcomer's. */
  late: Map<CoreKey, boolean>
  assembly: PrefixAssembly
  asking: Ask[]
  /** When something of what is outstanding came last, or was asked for with nothing outstanding. */
  moved: Mark
}

/** What to ask for. */
type Ask = { bytes: Uint8Array; isNewcomer: boolean; rest: { from: number; most: number } | null }

/** A peer that keeps to the bounds answers no more than this at once. */
const MAX_LATE = 2 * PREFIX_WINDOW

/** What is asked of each peer by prefix and not yet answered. */
export class PrefixAsks {
  readonly #bySession = new Map<Session, Asked>()

  /**
   * False when enough is outstanding there. `rest`: where to go on; null for a log of which nothing is here. Keys go in messages of a
   * good size: `flush` sends what is left.
   */
  ask(session: Session, key: CoreKey, wanted: Ask): boolean {
    const { isNewcomer } = wanted
    const asked = this.#of(session)
    // Asked twice, it would be answered twice; and the second answer is one to nothing that was asked.
    if (asked.outstanding.has(key)) return true
    if (!session.open || asked.outstanding.size >= PREFIX_WINDOW) return false
    if (isNewcomer && asked.newcomers.size >= NEWCOMER_WINDOW) return false
    if (asked.outstanding.size === 0) asked.moved = markOf(session.link)
    asked.outstanding.set(key, session.link.clock.now())
    if (isNewcomer) asked.newcomers.add(key)
    if (asked.late.delete(key)) return true
    asked.asking.push(wanted)
    if (asked.asking.length >= WANT_KEYS) flush(session, asked)
    return true
  }

  flush(): void {
    for (const [session, asked] of this.#bySession) flush(session, asked)
  }

  /** Where the parts of a log are put together; null when it was not asked of this peer. */
  assembly(session: Session, key: CoreKey): PrefixAssembly | null {
    const asked = this.#bySession.get(session)
    if (!asked || !(asked.outstanding.has(key) || asked.late.has(key))) return null
    asked.moved = markOf(session.link)
    return asked.assembly
  }

  /** It was answered, one way or the other. */
  answered(session: Session, key: CoreKey): 'newcomer' | 'other' | 'not-asked' {
    const asked = this.#bySession.get(session)
    if (!asked) return 'not-asked'
    const late = asked.late.get(key)
    if (late !== undefined) {
      asked.late.delete(key)
      return late ? 'newcomer' : 'other'
    }
    if (!asked.outstanding.delete(key)) return 'not-asked'
    asked.moved = markOf(session.link)
    return asked.newcomers.delete(key) ? 'newcomer' : 'other'
  }

  /** Gives up on peers that have answered nothing for so long, and tells what was asked of them; on a busy line later. */
  overdue(now: number, ms: number): CoreKey[] {
    return [...this.#bySession].flatMap(([{ link }, asked]) => {
      if (!asked.outstanding.size || !isOverdue(asked.moved, link, now, ms)) return []
      const keys = [...asked.outstanding.keys()]
      for (const key of keys) giveUp(asked, key)
      return keys
    })
  }

  /** What was asked so long ago, of whom, a message full of each: they answer, but it may be seldom on purpose. */
  lagging(now: number, ms: number): { session: Session; keys: CoreKey[] }[] {
    return [...this.#bySession].map(([session, { outstanding }]) => {
      const old = [...outstanding].filter(([, since]) => now - since >= ms)
      return { session, keys: old.slice(0, WANT_KEYS).map(([key]) => key) }
    })
  }

  /** Whether it owes no answer, given up or not. */
  idle(session: Session): boolean {
    const asked = this.#bySession.get(session)
    return session.open && !asked?.outstanding.size && !asked?.late.size
  }

  /** It is asked of another; should the answer come all the same, it is taken. */
  giveUp(session: Session, key: CoreKey): void {
    const asked = this.#bySession.get(session)
    if (asked) giveUp(asked, key)
  }

  /** Tells what it has left unanswered, and of that what it was in the middle of. */
  ended(session: Session): { left: ReadonlySet<CoreKey>; begun: CoreKey | null } {
    const asked = this.#bySession.get(session)
    const begun = asked?.assembly.begun
    this.#bySession.delete(session)
    return { left: new Set(asked?.outstanding.keys()), begun: begun ? coreKeyOf(begun) : null }
  }

  #of(session: Session): Asked {
    const known = this.#bySession.get(session)
    if (known) return known
    const assembly = new PrefixAssembly()
    const asked: Asked = {
      outstanding: new Map(),
      newcomers: new Set(),
      late: new Map(),
      assembly,
      asking: [],
      moved: markOf(session.link),
    }
    this.#bySession.set(session, asked)
    return asked
  }
}

function giveUp({ outstanding, newcomers, late }: Asked, key: CoreKey): void {
  if (!outstanding.delete(key)) return
  late.set(key, newcomers.delete(key))
  for (const oldest of late.keys()) {
    if (late.size <= MAX_LATE) break
    late.delete(oldest)
  }
}

function flush(session: Session, { asking }: Asked): void {
  const asked = asking.splice(0)
  const keys = asked.flatMap(({ bytes, rest }) => (rest === null ? [bytes] : []))
  const wants = asked.flatMap(({ bytes, rest }) => (rest === null ? [] : [{ key: bytes, ...rest }]))
  if (keys.length) session.send({ type: 'want', keys })
  if (wants.length) session.send({ type: 'want-rest', wants })
}
