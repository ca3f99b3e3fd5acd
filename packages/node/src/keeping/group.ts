import type { Keeping } from '../contract-keeping.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'

/** Who holds what, and what is held here. */
export function createKeeping(_parts: Parts): Group<Keeping> {
  return { actions: {} }
}
