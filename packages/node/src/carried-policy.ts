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
  /** Whether it was agreed to keep everything of theirs. */
  readonly keeps: (person: PersonId) => boolean
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
    const { commons, log, person, own, newcomersCarried } = question
    const entry = this.#sources.entryOf(commons)
    if (entry && !entry.public) return { carry: true, reason: 'own' }
    const isRoot =
      (entry?.logs?.includes(log) ?? false) ||
      (person !== undefined && (person === this.#sources.self() || person === entry?.founder))
    const known = (one: PersonId) =>
      this.#sources.keeps(one) || (this.#vouched.get(commons)?.has(one) ?? false)
    const vouched = isRoot || (person !== undefined && known(person))
    return isCarried({ own, vouched, blocked: false, records: 0, editBytes: 0, newcomersCarried })
  }

  /** Reads the vouches of a commons again; to be called when one came in. */
  async renew(commons: CommonsId): Promise<void> {
    const vouches = (await this.#sources.views.vouches(commons)).map(({ from, to }) => ({
      by: from,
      person: to,
    }))
    this.#vouched.set(commons, vouchedFor({ roots: await this.#roots(commons), vouches }))
  }

  /** Oneself, who founded the commons as one's link said, and whose thing the link named (rule R23). */
  async #roots(commons: CommonsId): Promise<PersonId[]> {
    const { logs = [], founder } = this.#sources.entryOf(commons) ?? {}
    const self = this.#sources.self()
    // Asked only where a link named a log: a commons has thousands of people, and this runs at every start.
    const people = logs.length > 0 ? await this.#sources.views.people(commons) : []
    const named = people.filter((one) => one.logs.some((log) => logs.includes(log)))
    const roots = [self, founder, ...named.map(({ person }) => person)]
    return roots.filter((person) => person !== undefined)
  }
}
