import type { Invites } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Invites by a spoken code, and public commons found without a link. Over the API. */
export function invitesOver(_calls: Calls): Invites {
  return {}
}
