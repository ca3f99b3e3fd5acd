import { draftState, mayEdit } from '@allmende/rules'
import type { Thing } from '@allmende/views'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'

/** Whether this person may edit a draft, as its records here say now. */
export function mayEditNow(parts: Parts, thing: Thing): boolean {
  const self = parts.logs.identity?.person
  const state = draftState(thing)
  // Who has written nothing yet is nobody's guest or author, and somebody with the first thing they write.
  return self === undefined ? !state.closed && state.editors === 'commons' : mayEdit(state, self)
}

/** Throws DRAFT_SHUT, DRAFT_MAY_NOT_EDIT, before anything is typed in vain: all nodes would refuse it. */
export function mustMayEdit(parts: Parts, thing: Thing): void {
  if (mayEditNow(parts, thing)) return
  const { title, id } = thing
  if (draftState(thing).closed) throw fail('DRAFT_SHUT', { title })
  throw fail('DRAFT_MAY_NOT_EDIT', { title, id, expected: 'its author, or somebody who was invited' })
}
