import { coreKeyOf, keyBytes, type CoreKey, type RecordId } from '@allmende/vocabulary'
import type { Attachments } from './attachments.ts'
import type { HeadSet } from './decide/heads.ts'
import { HEADS_PER_MESSAGE } from './limits.ts'
import type { Session } from './session.ts'
import type { Head } from './wire/message.ts'

const HOLDINGS_PER_MESSAGE = 500

/** Tells the members among the peers what is new here: heads of cores, and which versions are held whole. */
export class Teller {
  readonly #heads: HeadSet
  readonly #attachments: Attachments
  readonly #sessions: ReadonlySet<Session>
  readonly #changed = new Set<CoreKey>()
  #holding: readonly RecordId[] = []
  readonly #fetching = new Set<RecordId>()

  constructor(heads: HeadSet, attachments: Attachments, sessions: ReadonlySet<Session>) {
    this.#heads = heads
    this.#attachments = attachments
    this.#sessions = sessions
  }

  /** A core grew. What happens in this turn of the event loop is told together. */
  changed(key: CoreKey): void {
    if (!this.#changed.size) setImmediate(() => this.#tellChanged())
    this.#changed.add(key)
  }

  hold(versions: readonly RecordId[]): void {
    this.#holding = [...versions]
    for (const session of this.#sessions) this.tellHolding(session)
  }

  /** A version is being copied here, or no longer. */
  fetch(version: RecordId, active: boolean): void {
    if (active) this.#fetching.add(version)
    else this.#fetching.delete(version)
    for (const session of this.#sessions) session.send({ type: 'fetching', active, version })
  }

  tellFetching(session: Session): void {
    for (const version of this.#fetching) session.send({ type: 'fetching', active: true, version })
  }

  tellHolding(session: Session): void {
    for (let at = 0; at === 0 || at < this.#holding.length; at += HOLDINGS_PER_MESSAGE) {
      const versions = this.#holding.slice(at, at + HOLDINGS_PER_MESSAGE)
      session.send({ type: 'holding', first: at === 0, versions })
    }
  }

  /**
   * Cores that were attached when they changed are looked at once more. A peer that only serves a core, or is at its
   * quota, isn't fetching it, and must hear of it in our words.
   */
  tellLater(session: Session): void {
    const heads = [...session.later].flatMap((key) => this.#heads.get(key) ?? [])
    const untold = heads.filter((head) => {
      const key = coreKeyOf(head.key)
      const told = Math.max(this.#attachments.remoteHeld(key, session), session.known.get(key) ?? 0)
      return told < head.held
    })
    session.later.clear()
    this.#tell(session, untold)
  }

  #tellChanged(): void {
    const keys = [...this.#changed]
    this.#changed.clear()
    for (const session of this.#sessions) {
      const heads = keys.flatMap((key) =>
        this.#needsTelling(session, key) ? (this.#heads.get(key) ?? []) : [],
      )
      this.#tell(session, heads)
    }
  }

  /** Where the core is attached on both sides, hypercore tells sooner than we could. */
  #needsTelling(session: Session, key: CoreKey): boolean {
    if (!concerns(session, key)) return false
    if (!this.#attachments.live(key, session))
      return (session.known.get(key) ?? 0) < (this.#heads.get(key)?.held ?? 0)
    session.later.add(key)
    return false
  }

  #tell(session: Session, heads: readonly Head[]): void {
    for (let at = 0; at < heads.length; at += HEADS_PER_MESSAGE) {
      const page = heads.slice(at, at + HEADS_PER_MESSAGE)
      session.send({ type: 'heads', live: true, last: false, heads: page })
    }
  }
}

/** A reader hears of the logs it named only. */
export function concerns(session: Session, key: CoreKey): boolean {
  return !session.readerOf || session.readerOf.has(Buffer.from(keyBytes(key)).toString('hex'))
}
