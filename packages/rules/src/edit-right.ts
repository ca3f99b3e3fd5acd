import type { DraftFields, PersonId } from '@allmende/vocabulary'
import type { MergedThing } from './merge.ts'

/** Who may edit a draft, as it stood at the heads that an edit cites. */
export type DraftState = { author: PersonId; editors: DraftFields['editors']; invited: readonly PersonId[] }

/** What a merged draft says about who may edit it. A field that is missing or malformed keeps others out. */
export function draftState(draft: Pick<MergedThing, 'author' | 'fields'>): DraftState {
  const { editors, invited } = draft.fields
  return {
    author: draft.author,
    editors: editors === 'commons' ? 'commons' : 'invited',
    invited: Array.isArray(invited) ? (invited as PersonId[]) : [],
  }
}

/** Whether a person may edit: its author always, anybody in an open draft, else those invited. */
export function mayEdit(state: DraftState, person: PersonId): boolean {
  return person === state.author || state.editors === 'commons' || state.invited.includes(person)
}
