import type { Members } from '../contract-members.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'

/** Who belongs to a commons: blocks, exclusion, epochs of the read key. */
export function createMembers(_parts: Parts): Group<Members> {
  return { actions: {} }
}
