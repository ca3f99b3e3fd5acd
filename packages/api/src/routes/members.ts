import {
  BlockRequest,
  BlockResult,
  BlocksResult,
  ExclusionRequest,
  ExclusionResult,
  MembersQuery,
  NewKeyRequest,
  NewKeyResult,
  MembersResult,
} from '../schemas/members.ts'
import { PageQuery } from '../schemas/basics.ts'
import { pageIn, withPage } from './page-in.ts'
import { route, type Route } from './route.ts'

export const membersRoutes: readonly Route[] = [
  route({
    operation: 'listBlocks',
    method: 'GET',
    url: '/v1/blocks',
    summary: 'Whom this person doesn’t want to hear. Told to nobody else',
    answer: 'json',
    query: PageQuery,
    result: BlocksResult,
    handle: (node, { query }) => node.listBlocks(pageIn(query)),
  }),
  route({
    operation: 'block',
    method: 'POST',
    url: '/v1/blocks',
    summary: 'Not to hear somebody any more, or to hear them again',
    answer: 'json',
    body: BlockRequest,
    result: BlockResult,
    handle: (node, { body }) => node.block(body),
  }),
  route({
    operation: 'members',
    method: 'GET',
    url: '/v1/members',
    summary: 'Everybody who ever wrote in a commons, and how they stand in it',
    answer: 'json',
    query: MembersQuery,
    result: MembersResult,
    handle: (node, { query }) => node.members(withPage(query)),
  }),
  route({
    operation: 'exclude',
    method: 'POST',
    url: '/v1/exclusions',
    summary:
      'Excludes a person from a commons: the founder alone, or two together whom the founder vouched for',
    answer: 'json',
    body: ExclusionRequest,
    result: ExclusionResult,
    handle: (node, { body }) => node.exclude(body),
  }),
  route({
    operation: 'readmit',
    method: 'POST',
    url: '/v1/readmissions',
    summary: 'Takes somebody in again who was excluded',
    answer: 'json',
    body: ExclusionRequest,
    result: ExclusionResult,
    handle: (node, { body }) => node.readmit(body),
  }),
  route({
    operation: 'changeKey',
    method: 'POST',
    url: '/v1/keys',
    summary:
      'Goes on under a new read key in a private commons; the links given out before open only what was until then',
    answer: 'json',
    body: NewKeyRequest,
    result: NewKeyResult,
    handle: (node, { body }) => node.changeKey(body),
  }),
]
