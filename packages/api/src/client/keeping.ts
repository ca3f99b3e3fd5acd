import type { Keeping } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Who holds what, and what is held here. Over the API. */
export function keepingOver({ get, post, act, queryOf }: Calls): Keeping {
  return {
    listKeepers: (page = {}) => get(`/v1/keepers${queryOf(page)}`),
    addKeeper: (request) => post('/v1/keepers', request),
    removeKeeper: (request) => post('/v1/keepers/remove', request),
    keepFor: (request) => post('/v1/keepers/keep', request),
    dropFor: (request) => post('/v1/keepers/drop', request),
    limitKept: (request) => post('/v1/keepers/limit', request),
    storage: () => get('/v1/storage'),
    listPins: (page = {}) => get(`/v1/pins${queryOf(page)}`),
    pin: (request, context) => act('/v1/pins', request, context),
    unpin: (request, context) => act('/v1/pins/remove', request, context),
    retract: (request, context) => act('/v1/retractions', request, context),
    forget: (request, context) => act('/v1/forgotten', request, context),
  }
}
