import type { Deeds } from '@allmende/node'
import type { Calls } from './calls.ts'

/** The deeds around a good, over the API. */
export function deedsOver({ get, post, act, thing, queryOf }: Calls): Deeds {
  return {
    fork: (request, context) => act('/v1/forks', request, context),
    pull: (request, context) => act('/v1/pulls', request, context),
    suggest: (request) => post('/v1/suggestions', request),
    accept: (request, context) => act('/v1/acceptances', request, context),
    decline: (request) => post('/v1/refusals', request),
    withdraw: (request) => post('/v1/withdrawals', request),
    reportBuild: (request, context) => act('/v1/builds', request, context),
    reportUse: (request) => post('/v1/uses', request),
    maintain: (request) => post('/v1/maintainers', request),
    explode: ({ good, ...query }, context) => get(`${thing(good)}/explosion${queryOf(query)}`, context),
    compare: ({ good, ...query }, context) => get(`${thing(good)}/comparison${queryOf(query)}`, context),
    closure: ({ good, ...query }, context) => get(`${thing(good)}/closure${queryOf(query)}`, context),
  }
}
