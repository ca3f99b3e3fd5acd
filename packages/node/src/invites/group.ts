import type { Invites } from '../contract-invites.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'

/** Invites by a spoken code, and public commons found without a link. */
export function createInvites(_parts: Parts): Group<Invites> {
  return { actions: {} }
}
