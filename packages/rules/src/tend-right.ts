import type { PersonId } from '@allmende/vocabulary'
import type { MergedThing } from './merge.ts'

/** Who tends a good, as it stood at the heads that a record of it cites. */
export type TendState = { author: PersonId; maintainers: readonly PersonId[] }

/** What a merged good says about who tends it. Maintainers that are malformed are none. */
export function tendState(good: Pick<MergedThing, 'author' | 'fields'>): TendState {
  const { maintainers } = good.fields
  return { author: good.author, maintainers: Array.isArray(maintainers) ? (maintainers as PersonId[]) : [] }
}

/** Whether a person may change a good, accept a suggestion and decline one: its author always, else whom they name. */
export function mayTend(state: TendState, person: PersonId): boolean {
  return person === state.author || state.maintainers.includes(person)
}

/** All who tend a good: its author first, then whom they name, each once. */
export function tendersOf(good: Pick<MergedThing, 'author' | 'fields'>): PersonId[] {
  const { author, maintainers } = tendState(good)
  return [...new Set([author, ...maintainers])]
}
