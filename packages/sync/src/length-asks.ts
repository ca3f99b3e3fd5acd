import type { CoreKey } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import type { Attached } from './attachments.ts'
import { isOverdue, type Mark, markOf } from './decide/overdue.ts'
import type { Session } from './session.ts'

/** What hypercore's replicator has asked of a peer. */
type Request = { readonly peer: Hypercore.Peer }

type Asked = { readonly request: Request; readonly session: Session; readonly since: Mark }

/**
 * Watches who was asked how long a core is. Hypercore (11.37) asks one peer at a time for that, and as long as it has no answer nobody else
 * for anything that lies beyond: a single one who promises and is silent would hide what all others have.
 */
export class LengthAsks {
  /** Gone with the core when that is let go of. */
  readonly #asked = new WeakMap<Attached, Asked>()
  /** Who was asked in vain, as long as the core had that length. */
  readonly #inVain = new Map<CoreKey, { length: number; sessions: Set<Session> }>()

  /** Whether an answer of that kind is waited for. */
  waits(attached: Attached): boolean {
    return this.#look(attached) !== null
  }

  /** Who was asked and has been silent for so long, on a busy line longer. */
  overdue(attached: Attached, now: number, ms: number): Session | null {
    const asked = this.#look(attached)
    return asked && isOverdue(asked.since, asked.session.link, now, ms) ? asked.session : null
  }

  /** It is somebody else's turn. */
  inVain({ key, core }: Attached, session: Session): void {
    const known = this.#inVain.get(key)
    if (known?.length === core.length) known.sessions.add(session)
    else this.#inVain.set(key, { length: core.length, sessions: new Set([session]) })
  }

  /** Whether it had its turn, for what is beyond the length that the core has now. */
  had({ key, core }: Attached, session: Session): boolean {
    const known = this.#inVain.get(key)
    return known?.length === core.length && known.sessions.has(session)
  }

  forget(key: CoreKey, attached: Attached | undefined): void {
    if (attached) this.#asked.delete(attached)
    this.#inVain.delete(key)
  }

  ended(session: Session): void {
    for (const { sessions } of this.#inVain.values()) sessions.delete(session)
  }

  #look(attached: Attached): Asked | null {
    const request = upgradeOf(attached.core)
    const known = this.#asked.get(attached)
    if (known && known.request === request) return known
    this.#asked.delete(attached)
    for (const session of attached.sessions) {
      if (!request || session.link.mux !== request.peer['protomux']) continue
      const asked = { request, session, since: markOf(session.link) }
      this.#asked.set(attached, asked)
      return asked
    }
    return null
  }
}

/** The replicator has no public name for it; the version is pinned, and a test sees that it is still there. */
function upgradeOf({ core }: Hypercore): Request | null {
  const { _upgrade: upgrade } = core.replicator as unknown as {
    _upgrade: { inflight: readonly Request[] } | null
  }
  return upgrade?.inflight[0] ?? null
}
