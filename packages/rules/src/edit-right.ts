import type { DraftFields, PersonId } from '@allmende/vocabulary'
import type { MergedThing } from './merge.ts'

/** Who may edit a draft, as it stood at the heads that an edit cites. */
export type DraftState = {
  author: PersonId
  editors: DraftFields['editors']
  invited: readonly PersonId[]
  closed: boolean
}

/** What a merged draft says about who may edit it. A field that is missing or malformed keeps others out. */
export function draftState(draft: Pick<MergedThing, 'author' | 'fields'>): DraftState {
  const { editors, invited, closed } = draft.fields
  return {
    author: draft.author,
    editors: editors === 'commons' ? 'commons' : 'invited',
    invited: Array.isArray(invited) ? (invited as PersonId[]) : [],
    closed: closed === true,
  }
}

/** Whether a person may edit: in a closed draft nobody; else its author always, anybody if it is for all, or those invited. */
export function mayEdit(state: DraftState, person: PersonId): boolean {
  if (state.closed) return false
  return person === state.author || state.editors === 'commons' || state.invited.includes(person)
}

/** Whether anybody of the commons may offer a change, to be accepted by whoever may edit. */
export function mayOffer(state: DraftState): boolean {
  return !state.closed
}
