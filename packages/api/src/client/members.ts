import type { Members } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Who belongs to a commons: blocks, exclusion, epochs of the read key. Over the API. */
export function membersOver({ get, post, queryOf }: Calls): Members {
  return {
    block: (request) => post('/v1/blocks', request),
    listBlocks: (page = {}) => get(`/v1/blocks${queryOf(page)}`),
    members: (request) => get(`/v1/members${queryOf(request)}`),
    exclude: (request) => post('/v1/exclusions', request),
    changeKey: (request) => post('/v1/keys', request),
    readmit: (request) => post('/v1/readmissions', request),
  }
}
