import type { CoreKey, LogKey, PersonId, Random, RecordId } from '@allmende/vocabulary'
import { deriveActor, NONCE_BYTES } from './actor.ts'
import { encodeEntry, type OpeningExtras, tagOf } from './entry.ts'

/** One device editing one draft, from its first edit until the draft is closed. */
export class Session {
  readonly core: CoreKey
  readonly log: LogKey
  readonly person: PersonId
  readonly actor: string
  readonly as: OpeningExtras
  readonly #draft: RecordId
  readonly #nonce: Uint8Array
  #cited: string | null = null
  #heads: RecordId[]

  constructor(
    own: { log: LogKey; edits: CoreKey; person: PersonId },
    draft: RecordId,
    heads: RecordId[],
    random: Random,
    as: OpeningExtras = {},
  ) {
    this.as = as
    this.core = own.edits
    this.log = own.log
    this.person = own.person
    this.#draft = draft
    this.#nonce = random.bytes(NONCE_BYTES)
    this.#heads = heads
    this.actor = deriveActor(own.edits, this.#nonce)
  }

  /** The records that later entries cite. */
  cite(heads: RecordId[]): void {
    this.#heads = heads
  }

  /** The entry for the next change. They must be appended in the order in which they were made. */
  entry(change: Uint8Array): Uint8Array {
    const cited = this.#heads.toSorted().join(' ')
    const first = this.#cited === null
    const same = this.#cited === cited
    this.#cited = cited
    if (first) {
      return encodeEntry({
        kind: 'opening',
        draft: this.#draft,
        nonce: this.#nonce,
        heads: this.#heads,
        change,
        ...this.as,
      })
    }
    const tag = tagOf(this.#nonce)
    return encodeEntry({ kind: 'edit', tag, change, ...(same ? {} : { heads: this.#heads }) })
  }
}

/** A change made here that is not in a log yet; offered in which log, if it is. */
export type OwnChange = { change: Uint8Array; actor: string; offeredIn: string | undefined }
