import type { FindRequest } from '@allmende/node'
import type { Static } from 'typebox'
import { ThingParams } from '../schemas/goods.ts'
import {
  CommentRequest,
  CopyRequest,
  CopyResult,
  Created,
  FileBytes,
  FileQuery,
  SharePreview,
  ShareRequest,
  ShareResult,
} from '../schemas/goods.ts'
import { FindQuery, Found, ListAbout, ListAboutQuery, ThingInfo } from '../schemas/things.ts'
import { withPage } from './page-in.ts'
import { route, type Route } from './route.ts'

export const goodsRoutes: readonly Route[] = [
  route({
    operation: 'previewShare',
    method: 'POST',
    url: '/v1/shares/preview',
    summary: 'What sharing would do, before anything is written',
    answer: 'json',
    body: ShareRequest,
    result: SharePreview,
    handle: (node, { body }) => node.previewShare(body),
  }),
  route({
    operation: 'share',
    method: 'POST',
    url: '/v1/shares',
    summary: 'Shares a file or folder as a good',
    answer: 'action',
    body: ShareRequest,
    result: ShareResult,
    handle: (node, { body }, context) => node.share(body, context),
  }),
  route({
    operation: 'find',
    method: 'GET',
    url: '/v1/find',
    summary: 'Searches all commons of this node',
    answer: 'json',
    query: FindQuery,
    result: Found,
    handle: (node, { query }, { signal }) => node.find(findRequestOf(query), { signal }),
  }),
  route({
    operation: 'show',
    method: 'GET',
    url: '/v1/things/:reference',
    summary: 'Everything known of a good or draft',
    answer: 'json',
    params: ThingParams,
    result: ThingInfo,
    handle: (node, { params }, context) => node.show(params.reference, context),
  }),
  route({
    operation: 'listAbout',
    method: 'GET',
    url: '/v1/things/:reference/about',
    summary: 'One of the lists that others make longer: builds, suggestions, uses, forks, comments',
    answer: 'json',
    params: ThingParams,
    query: ListAboutQuery,
    result: ListAbout,
    handle: (node, { params, query }) => node.listAbout({ thing: params.reference, ...withPage(query) }),
  }),
  route({
    operation: 'copy',
    method: 'POST',
    url: '/v1/copies',
    summary: 'Copies the files of a good out to a folder of this computer',
    answer: 'action',
    body: CopyRequest,
    result: CopyResult,
    handle: (node, { body }, context) => node.copy(body, context),
  }),
  route({
    operation: 'openFile',
    method: 'GET',
    url: '/v1/things/:reference/file',
    summary: 'One file of a good or a build as bytes, or a part of it by the header `Range`',
    answer: 'file',
    params: ThingParams,
    query: FileQuery,
    result: FileBytes,
    handle: (node, { params, query }, context) =>
      node.openFile({ thing: params.reference, ...query }, context),
  }),
  route({
    operation: 'comment',
    method: 'POST',
    url: '/v1/comments',
    summary: 'Comments on a good or draft',
    answer: 'json',
    body: CommentRequest,
    result: Created,
    handle: (node, { body }) => node.comment(body),
  }),
]

/** A query has only texts; what it leaves out stays out. */
function findRequestOf({
  offset,
  complete,
  builtByOthers,
  buildableWith,
  order,
  ...query
}: Static<typeof FindQuery>): FindRequest {
  return {
    ...withPage(query),
    ...(order !== undefined && { order: order as 'relevance' }),
    ...(builtByOthers !== undefined && { builtByOthers: true }),
    ...(buildableWith !== undefined && { buildableWith: buildableWith.split('\n').filter(Boolean) }),
    ...(complete !== undefined && { complete: Number(complete) }),
    ...(offset !== undefined && { offset: Number(offset) }),
  }
}
