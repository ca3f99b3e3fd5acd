import { CloseGuest, ClosedGuests, GuestDoor, GuestDoors, OpenGuest } from '../schemas/guests.ts'
import { route, type Route } from './route.ts'

export const guestsRoutes: readonly Route[] = [
  route({
    operation: 'openGuest',
    method: 'POST',
    url: '/v1/guests',
    summary: 'Lets guests on the local network see a good, or see or write a draft, by a link with a secret',
    answer: 'json',
    body: OpenGuest,
    result: GuestDoor,
    handle: (_node, { body }, { daemon }) => daemon.guests.openGuest(body),
  }),
  route({
    operation: 'listGuests',
    method: 'GET',
    url: '/v1/guests',
    summary: 'What is open for guests, and who is there',
    answer: 'json',
    result: GuestDoors,
    handle: (_node, _input, { daemon }) => daemon.guests.listGuests(),
  }),
  route({
    operation: 'closeGuest',
    method: 'POST',
    url: '/v1/guests/close',
    summary: 'Closes one of them, or all: connections end at once, later edits are refused',
    answer: 'json',
    body: CloseGuest,
    result: ClosedGuests,
    handle: (_node, { body }, { daemon }) => daemon.guests.closeGuest(body),
  }),
]
