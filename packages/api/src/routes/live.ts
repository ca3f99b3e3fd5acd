import { Type } from 'typebox'
import { DRAFT_BODY_BYTES } from '../limits.ts'
import { Ok } from '../schemas/basics.ts'
import { ThingParams } from '../schemas/goods.ts'
import { LiveEvent, LiveQuery, PointLive, Pushed, PushLive } from '../schemas/live.ts'
import { route, type Route } from './route.ts'

export const liveRoutes: readonly Route[] = [
  route({
    operation: 'liveDraft',
    method: 'GET',
    url: '/v1/drafts/:reference/live',
    summary: 'For an editor: the text, or what came since a version of it; then each step, and who is here',
    answer: 'stream',
    params: ThingParams,
    query: LiveQuery,
    event: LiveEvent,
    result: Type.Null(),
    handle: async (node, { params, query }, { emit, signal }) => {
      const { version, ...rest } = query
      const at = version === undefined ? {} : { version: Number(version) }
      await node.liveDraft({ draft: params.reference, ...rest, ...at }, { onEvent: emit, signal })
      return null
    },
  }),
  route({
    operation: 'pushLive',
    method: 'POST',
    url: '/v1/drafts/:reference/live/updates',
    summary: 'What was written in an editor, on the version it was written on; answered when it is durable',
    answer: 'json',
    params: ThingParams,
    body: PushLive,
    bodyLimit: DRAFT_BODY_BYTES,
    result: Pushed,
    handle: (node, { params, body }) => node.pushLive({ draft: params.reference, ...body }),
  }),
  route({
    operation: 'pointLive',
    method: 'POST',
    url: '/v1/drafts/:reference/live/cursor',
    summary: 'Where the cursor of an editor is, for the others to see',
    answer: 'json',
    params: ThingParams,
    body: PointLive,
    result: Ok,
    handle: async (node, { params, body }) => {
      await node.pointLive({ draft: params.reference, ...body })
      return { ok: true }
    },
  }),
]
