import type { InviteInfo, Invites } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Invites by a spoken code, and public commons found without a link. Over the API. */
export function invitesOver({ get, post, act }: Calls): Invites {
  return {
    listPublicly: (request) => post('/v1/listings', request),
    findCommons: (request, context) => act('/v1/listings/find', request, context),
    joinListed: (request) => post('/v1/listings/join', request),
    hideListed: (request) => post('/v1/listings/hide', request),
    invite: (request) => post('/v1/invites', request),
    listInvites: async () => (await get<{ invites: InviteInfo[] }>('/v1/invites')).invites,
    cancelInvite: (code) => post('/v1/invites/cancel', { code }),
    joinByCode: (request, context) => act('/v1/invites/join', request, context),
    linkByCode: (request, context) => act('/v1/invites/link', request, context),
  }
}
