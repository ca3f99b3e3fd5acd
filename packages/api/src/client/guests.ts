import type { Guests } from '../guests/contract.ts'
import type { Calls } from './calls.ts'

/** Doors for guests on the local network. Over the API. */
export function guestsOver({ get, post }: Calls): Guests {
  return {
    openGuest: (request) => post('/v1/guests', request),
    listGuests: () => get('/v1/guests'),
    closeGuest: (request) => post('/v1/guests/close', request),
  }
}
