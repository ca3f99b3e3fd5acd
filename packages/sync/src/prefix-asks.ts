import type { CoreKey } from '@allmende/vocabulary'
import { PrefixAssembly } from './decide/prefix.ts'
import { NEWCOMER_WINDOW, PREFIX_WINDOW, WANT_KEYS } from './limits.ts'
import type { Session } from './session.ts'

type Asked = {
  outstanding: Set<CoreKey>
  /** Those of them that are newcomers'. */
  newcomers: Set<CoreKey>
  assembly: PrefixAssembly
  asking: Uint8Array[]
}

/** What is asked of each peer by prefix and not yet answered. */
export class PrefixAsks {
  readonly #bySession = new Map<Session, Asked>()

  /** False when enough is outstanding there. Keys go in messages of a good size: `flush` sends what is left. */
  ask(session: Session, key: CoreKey, bytes: Uint8Array, isNewcomer: boolean): boolean {
    const asked = this.#of(session)
    if (!session.open || asked.outstanding.size >= PREFIX_WINDOW) return false
    if (isNewcomer && asked.newcomers.size >= NEWCOMER_WINDOW) return false
    asked.outstanding.add(key)
    if (isNewcomer) asked.newcomers.add(key)
    asked.asking.push(bytes)
    if (asked.asking.length >= WANT_KEYS) flush(session, asked)
    return true
  }

  flush(): void {
    for (const [session, asked] of this.#bySession) flush(session, asked)
  }

  /** Where the parts of a log are put together; null when it was not asked of this peer. */
  assembly(session: Session, key: CoreKey): PrefixAssembly | null {
    const asked = this.#bySession.get(session)
    return asked?.outstanding.has(key) ? asked.assembly : null
  }

  /** It was answered, one way or the other. */
  answered(session: Session, key: CoreKey): 'newcomer' | 'other' | 'not-asked' {
    const asked = this.#bySession.get(session)
    if (!asked?.outstanding.delete(key)) return 'not-asked'
    return asked.newcomers.delete(key) ? 'newcomer' : 'other'
  }

  /** Gives up on peers from whom nothing has come for so long, and says what was asked of them. */
  overdue(now: number, ms: number): CoreKey[] {
    return [...this.#bySession].flatMap(([session, asked]) => {
      if (!asked.outstanding.size || now - session.progressAt < ms) return []
      const keys = [...asked.outstanding]
      asked.outstanding.clear()
      asked.newcomers.clear()
      return keys
    })
  }

  ended(session: Session): void {
    this.#bySession.delete(session)
  }

  #of(session: Session): Asked {
    const known = this.#bySession.get(session)
    if (known) return known
    const assembly = new PrefixAssembly()
    const asked: Asked = { outstanding: new Set(), newcomers: new Set(), assembly, asking: [] }
    this.#bySession.set(session, asked)
    return asked
  }
}

function flush(session: Session, { asking }: Asked): void {
  if (asking.length) session.send({ type: 'want', keys: asking.splice(0) })
}
