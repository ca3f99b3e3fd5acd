import type { CoreKey } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'

export type Conflict = { length: number; fork: number; proof: unknown }

type Listener = {
  /** Its length or its blocks have changed. Gathered: called once for many blocks. */
  changed(key: CoreKey, core: Hypercore.Core): Promise<void>
  /** hypercore has seen two signed histories. */
  conflict(key: CoreKey, conflict: Conflict): Promise<void>
  failed(error: unknown): void
}

/**
 * Listens to every core that is open, by a weak session: one that doesn't keep it open. Changes are handed on one after
 * the other, so a log is bound before its blocks are told of.
 */
export class CoreWatch {
  readonly #listener: Listener
  readonly #watched = new Map<CoreKey, { session: Hypercore; ready: Promise<void> }>()
  readonly #changed = new Map<CoreKey, Hypercore.Core>()
  #telling: Promise<void> | null = null

  constructor(listener: Listener) {
    this.#listener = listener
  }

  /** Begins to listen to the core of a session, which is open by then. */
  async watch(key: CoreKey, session: Hypercore): Promise<void> {
    await session.ready()
    const known = this.#watched.get(key)
    if (known !== undefined && known.session.core === session.core && !known.session.closed)
      return known.ready
    const weak = session.session({ weak: true, active: false })
    const ready = this.#begin(key, weak)
    this.#watched.set(key, { session: weak, ready })
    await ready
  }

  /** A core that is open, null when nobody has it open. */
  open(key: CoreKey): Hypercore.Core | null {
    const session = this.#watched.get(key)?.session
    if (session === undefined || !session.opened || session.closed) return null
    return session.core.closed || session.core.state === null ? null : session.core
  }

  /** Resolves when everything noticed so far was handed on. */
  async settled(): Promise<void> {
    while (this.#telling !== null) await this.#telling
  }

  /** Asks to look at a core again, as after something was written by other means. */
  touch(key: CoreKey, core: Hypercore.Core): void {
    this.#changed.set(key, core)
    this.#telling ??= this.#tell()
  }

  async close(): Promise<void> {
    const watched = [...this.#watched.values()]
    this.#watched.clear()
    await this.settled()
    for (const { session } of watched) await session.close().catch(() => undefined)
  }

  async #begin(key: CoreKey, session: Hypercore): Promise<void> {
    await session.ready()
    const { core } = session
    const touched = () => this.touch(key, core)
    session.on('append', touched)
    session.on('download', touched)
    session.on('conflict', (length: number, fork: number, proof: unknown) => {
      this.#listener
        .conflict(key, { length, fork, proof })
        .catch((error: unknown) => this.#listener.failed(error))
    })
    session.once('close', () => {
      if (this.#watched.get(key)?.session === session) this.#watched.delete(key)
    })
  }

  async #tell(): Promise<void> {
    // What happens in this turn of the event loop is told together.
    await new Promise((resume) => setImmediate(resume))
    // A map's iteration also visits what is added meanwhile.
    for (const [key, core] of this.#changed) {
      this.#changed.delete(key)
      try {
        await this.#listener.changed(key, core)
      } catch (error) {
        this.#listener.failed(error)
      }
    }
    // In this same turn: a change noticed between the loop and a later callback would wait forever.
    this.#telling = null
  }
}
