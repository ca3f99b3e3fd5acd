import type { Invites } from '@allmende/node'

/** Invites by a spoken code, and public commons found without a link. In the fake node. */
export function fakeInvites(): Invites {
  return {}
}
