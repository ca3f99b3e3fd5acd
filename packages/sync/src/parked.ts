import type { CoreKey } from '@allmende/vocabulary'
import { withinShare } from '@allmende/rules'
import { MAX_UNRESOLVED } from './limits.ts'
import type { Session } from './session.ts'
import type { Head } from './wire/message.ts'

/** Heads of edits cores whose log isn't known or bound yet. What one peer claims leaves room for others. */
export class Parked {
  readonly #bySession = new Map<Session, Map<CoreKey, Head>>()

  park(session: Session, key: CoreKey, head: Head): void {
    const heads = this.#bySession.get(session) ?? new Map<CoreKey, Head>()
    if (!heads.has(key) && !withinShare({ used: heads.size, free: MAX_UNRESOLVED - this.#size })) return
    heads.set(key, { ...head, key: Uint8Array.from(head.key), root: Uint8Array.from(head.root) })
    this.#bySession.set(session, heads)
  }

  /** What was told of a core, and by whom; it waits no longer. */
  take(key: CoreKey): [Session, Head][] {
    return [...this.#bySession].flatMap(([session, heads]): [Session, Head][] => {
      const head = heads.get(key)
      heads.delete(key)
      return head ? [[session, head]] : []
    })
  }

  ended(session: Session): void {
    this.#bySession.delete(session)
  }

  get #size(): number {
    let sum = 0
    for (const heads of this.#bySession.values()) sum += heads.size
    return sum
  }
}
