import type { Invites } from '../contract-invites.ts'
import type { Group } from '../group.ts'
import { findCommons, hideListed, joinListed, listPublicly } from '../listings/actions.ts'
import { ListingDesk } from '../listings/listing-desk.ts'
import type { Parts } from '../parts.ts'
import { cancelCode, giveCode, listCodes } from './give-codes.ts'
import type { InviteDesk } from './invite-desk.ts'
import { joinByCode, linkByCode } from './use-codes.ts'

/** Invites by a spoken code, and public commons found without a link. */
export function createInvites(parts: Parts, desk: InviteDesk): Group<Invites> {
  const listings = new ListingDesk(parts)
  return {
    actions: {
      listPublicly: (request) => listPublicly(parts, listings, request),
      findCommons: (request, context = {}) => findCommons(parts, listings, request, context),
      joinListed: (request) => joinListed(parts, listings, request),
      hideListed: (request) => hideListed(listings, request),
      invite: (request) => giveCode(parts, desk, request),
      listInvites: () => listCodes(parts, desk),
      cancelInvite: async (code) => cancelCode(parts, desk, code),
      joinByCode: (request, context = {}) => joinByCode(parts, desk, request, context),
      linkByCode: (request, context = {}) => linkByCode(parts, desk, request, context),
    },
    start: async () => {
      desk.start()
      await listings.start()
    },
    close: async () => {
      desk.close()
      await listings.close()
    },
  }
}
