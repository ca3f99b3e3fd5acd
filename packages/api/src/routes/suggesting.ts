import { DRAFT_BODY_BYTES } from '../limits.ts'
import { ThingParams } from '../schemas/goods.ts'
import {
  DraftCommentRequest,
  DraftCommentResult,
  DraftComments,
  DraftSuggested,
  DraftSuggestions,
  DraftSuggestRequest,
  ResolveCommentRequest,
  ResolveCommentResult,
} from '../schemas/suggesting.ts'
import { route, type Route } from './route.ts'

export const suggestingRoutes: readonly Route[] = [
  route({
    operation: 'draftComments',
    method: 'GET',
    url: '/v1/drafts/:reference/comments',
    summary: 'What was said about a draft, with each passage as it is now',
    answer: 'json',
    params: ThingParams,
    result: DraftComments,
    handle: (node, { params }) => node.draftComments(params.reference),
  }),
  route({
    operation: 'draftComment',
    method: 'POST',
    url: '/v1/drafts/:reference/comments',
    summary: 'Says something about a draft, or about a passage of it',
    answer: 'json',
    params: ThingParams,
    body: DraftCommentRequest,
    result: DraftCommentResult,
    handle: (node, { params, body }) => node.draftComment({ draft: params.reference, ...body }),
  }),
  route({
    operation: 'resolveComment',
    method: 'POST',
    url: '/v1/resolved',
    summary: 'Says that a comment on a draft is done with',
    answer: 'json',
    body: ResolveCommentRequest,
    result: ResolveCommentResult,
    handle: (node, { body }) => node.resolveComment(body),
  }),
  route({
    operation: 'draftSuggestions',
    method: 'GET',
    url: '/v1/drafts/:reference/suggestions',
    summary: 'What was suggested for the text of a draft, passage by passage',
    answer: 'json',
    params: ThingParams,
    result: DraftSuggestions,
    handle: (node, { params }) => node.draftSuggestions(params.reference),
  }),
  route({
    operation: 'draftSuggest',
    method: 'POST',
    url: '/v1/drafts/:reference/suggestions',
    summary: 'Offers an edited text to whoever may edit the draft',
    answer: 'json',
    params: ThingParams,
    body: DraftSuggestRequest,
    bodyLimit: DRAFT_BODY_BYTES,
    result: DraftSuggested,
    handle: (node, { params, body }) => node.draftSuggest({ draft: params.reference, ...body }),
  }),
]
