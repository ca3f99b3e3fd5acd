import type { Clock } from '@allmende/transports'
import type { Session } from './session.ts'

/** The proven sessions of a commons, and when the last one came or went: whoever waits for others goes by it. */
export class Present extends Set<Session> {
  #metAt: number | null = null
  #lostAt: number | null = null
  readonly #clock: Clock

  constructor(clock: Clock) {
    super()
    this.#clock = clock
  }

  override add(session: Session): this {
    this.heard()
    return super.add(session)
  }

  override delete(session: Session): boolean {
    const was = super.delete(session)
    if (was && this.size === 0) this.#lostAt = this.#clock.now()
    return was
  }

  /** One of them has said all it has. */
  heard(): void {
    this.#metAt = this.#clock.now()
  }

  counts(): { peers: number; reconciled: number; metAt: number | null; lostAt: number | null } {
    const reconciled = [...this].filter((session) => session.reconciled).length
    return { peers: this.size, reconciled, metAt: this.#metAt, lostAt: this.#lostAt }
  }
}
