import { isCarried, vouchedFor } from '@allmende/rules'
import type { SyncPolicy } from '@allmende/sync'
import type { Views } from '@allmende/views'
import type { CommonsId, PersonId } from '@allmende/vocabulary'
import type { CommonsEntry } from './commons-file.ts'

export type EntryOf = (commons: CommonsId) => CommonsEntry | undefined

type Sources = {
  readonly views: Views
  readonly entryOf: EntryOf
  readonly self: () => PersonId | undefined
}

/**
 * Who is carried, for the synchronous questions of `sync`: the set of those vouched for is kept ready and renewed when
 * a vouch comes in. In a private commons everybody was let in by somebody, so all are carried.
 */
export class CarriedPolicy implements SyncPolicy {
  readonly #sources: Sources
  readonly #vouched = new Map<CommonsId, Set<PersonId>>()

  constructor(sources: Sources) {
    this.#sources = sources
  }

  carried(question: Parameters<SyncPolicy['carried']>[0]): ReturnType<SyncPolicy['carried']> {
    const { commons, person, own, newcomersCarried } = question
    const entry = this.#sources.entryOf(commons)
    if (entry && !entry.public) return { carry: true, reason: 'own' }
    const self = this.#sources.self()
    const vouched =
      person !== undefined && (person === self || (this.#vouched.get(commons)?.has(person) ?? false))
    return isCarried({ own, vouched, blocked: false, records: 0, editBytes: 0, newcomersCarried })
  }

  /** Reads the vouches of a commons again; to be called when one came in. */
  async renew(commons: CommonsId): Promise<void> {
    const self = this.#sources.self()
    const vouches = (await this.#sources.views.vouches(commons)).map(({ from, to }) => ({
      by: from,
      person: to,
    }))
    this.#vouched.set(commons, vouchedFor({ roots: self ? [self] : [], vouches }))
  }
}
