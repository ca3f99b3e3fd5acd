import type { InviteInfo, Invites } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Invites by a spoken code, and public commons found without a link. Over the API. */
export function invitesOver({ get, post, act }: Calls): Invites {
  return {
    invite: (request) => post('/v1/invites', request),
    listInvites: async () => (await get<{ invites: InviteInfo[] }>('/v1/invites')).invites,
    cancelInvite: (code) => post('/v1/invites/cancel', { code }),
    joinByCode: (request, context) => act('/v1/invites/join', request, context),
    linkByCode: (request, context) => act('/v1/invites/link', request, context),
  }
}
