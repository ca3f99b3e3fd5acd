import {
  coreKeyOf,
  deviceIdOf,
  keyBytes,
  logKeyOf,
  personIdOf,
  type CommonsId,
  type LogKey,
} from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import type { Binding } from './binding.ts'
import type { Store } from './store.ts'

/**
 * The bound logs of a commons, as user data of a core that is never written or replicated. It lies in the same database,
 * and so in the same write-ahead log, as the logs themselves, behind their block 0: it can't name what isn't
 * there. What a power cut takes from it is entered again when the log is met again (or by `check`).
 */
export class KnownLogs {
  readonly #commons: CommonsId
  readonly #store: Store
  readonly #waiting: Binding[] = []
  #core: Hypercore | null = null
  #writing: Promise<void> | null = null

  constructor(commons: CommonsId, store: Store) {
    this.#commons = commons
    this.#store = store
  }

  async open(): Promise<Binding[]> {
    this.#core = this.#store.local(`known-logs/${this.#commons}`)
    await this.#core.ready()
    const found: Binding[] = []
    for await (const { key, value } of this.#core.core.createUserDataStream()) {
      const binding = decode(key as LogKey, value, this.#commons)
      if (binding !== null) found.push(binding)
    }
    return found
  }

  /** Many logs become known at once in a first sync: they go into one batch. */
  add(binding: Binding): Promise<void> {
    this.#waiting.push(binding)
    this.#writing ??= this.#write()
    return this.#writing
  }

  /** Resolves when everything added so far is in the database. */
  async settled(): Promise<void> {
    await this.#writing
  }

  async close(): Promise<void> {
    await this.#writing?.catch(() => undefined)
    await this.#core?.close().catch(() => undefined)
    this.#core = null
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        // One turn of the event loop for others to join.
        await new Promise((resume) => setImmediate(resume))
        if (this.#core === null) return
        const batch = this.#core.state.storage.write()
        for (const binding of this.#waiting.splice(0)) batch.putUserData(binding.records, encode(binding))
        await batch.flush()
      }
    } finally {
      this.#writing = null
    }
  }
}

/** WARNING: stored. person · device · edits · files, 32 bytes each. */
function encode({ person, device, edits, files }: Binding): Uint8Array {
  return Buffer.concat([person, device, edits, files].map((id) => keyBytes(id)))
}

function decode(key: LogKey, value: Uint8Array, commons: CommonsId): Binding | null {
  if (value.length !== 4 * 32) return null
  const part = (at: number) => value.subarray(32 * at, 32 * (at + 1))
  return {
    commons,
    records: logKeyOf(keyBytes(key)),
    person: personIdOf(part(0)),
    device: deviceIdOf(part(1)),
    edits: coreKeyOf(part(2)),
    files: coreKeyOf(part(3)),
  }
}
