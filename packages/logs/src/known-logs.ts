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

export type Known = { binding: Binding; from?: string }

/**
 * The bound logs of a commons, as user data of a core that is never written or replicated. It lies in the same database,
 * and so in the same write-ahead log, as the logs themselves, behind their block 0: it can't name what isn't
 * there. What a power cut takes from it is entered again when the log is met again (or by `check`).
 */
export class KnownLogs {
  readonly #commons: CommonsId
  readonly #store: Store
  readonly #waiting: Known[] = []
  #core: Hypercore | null = null
  #writing: Promise<void> | null = null

  constructor(commons: CommonsId, store: Store) {
    this.#commons = commons
    this.#store = store
  }

  async open(): Promise<Known[]> {
    this.#core = this.#store.local(`known-logs/${this.#commons}`)
    await this.#core.ready()
    const found: Known[] = []
    for await (const { key, value } of this.#core.core.createUserDataStream()) {
      const known = decode(key as LogKey, value, this.#commons)
      if (known !== null) found.push(known)
    }
    return found
  }

  /** Many logs become known at once in a first sync: they go into one batch. */
  add(binding: Binding, from?: string): Promise<void> {
    this.#waiting.push({ binding, ...(from === undefined ? {} : { from }) })
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
        for (const known of this.#waiting.splice(0)) batch.putUserData(known.binding.records, encode(known))
        await batch.flush()
      }
    } finally {
      this.#writing = null
    }
  }
}

const KEYS_BYTES = 4 * 32
const MAX_FROM_BYTES = 64

/** WARNING: stored. person · device · edits · files, 32 bytes each; and, as text, the way by which the log came. */
function encode({ binding, from = '' }: Known): Uint8Array {
  const { person, device, edits, files } = binding
  const way = Buffer.from(from).subarray(0, MAX_FROM_BYTES)
  return Buffer.concat([...[person, device, edits, files].map((id) => keyBytes(id)), way])
}

function decode(key: LogKey, value: Uint8Array, commons: CommonsId): Known | null {
  if (value.length < KEYS_BYTES || value.length > KEYS_BYTES + MAX_FROM_BYTES) return null
  const part = (at: number) => value.subarray(32 * at, 32 * (at + 1))
  const from = Buffer.from(value.subarray(KEYS_BYTES)).toString()
  const binding = {
    commons,
    records: logKeyOf(keyBytes(key)),
    person: personIdOf(part(0)),
    device: deviceIdOf(part(1)),
    edits: coreKeyOf(part(2)),
    files: coreKeyOf(part(3)),
  }
  return { binding, ...(from === '' ? {} : { from }) }
}
