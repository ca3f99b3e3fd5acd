import {
  CheckRequest,
  CheckResult,
  Hello,
  EnterPage,
  Entered,
  EventsHere,
  EventsQuery,
  HelloQuery,
  NodeEvent,
  NodeStatus,
  Page,
  PageCode,
  Stopping,
} from '../schemas/status.ts'
import { request } from '../schemas/basics.ts'
import { Type } from 'typebox'
import { ENTER_BODY_BYTES } from '../limits.ts'
import type { PlacedEvent } from '../server/event-log.ts'
import { route, type Route } from './route.ts'
import { untilAborted } from './until-aborted.ts'

const Nothing = request({})

export const statusRoutes: readonly Route[] = [
  route({
    operation: 'hello',
    method: 'GET',
    url: '/v1/hello',
    summary: 'Says that a node is here, and proves that it knows the token',
    answer: 'json',
    open: true,
    query: HelloQuery,
    result: Hello,
    handle: async (_node, { query }, { daemon }) => ({
      name: 'allmende',
      version: daemon.version,
      pid: daemon.pid,
      proof: query.nonce === undefined ? null : daemon.prove(query.nonce),
    }),
  }),
  route({
    operation: 'status',
    method: 'GET',
    url: '/v1/status',
    summary: 'Peers, commons, transfers, what happened to the store, and whether closing is safe',
    answer: 'json',
    result: NodeStatus,
    handle: (node) => node.status(),
  }),
  route({
    operation: 'page',
    method: 'GET',
    url: '/v1/page',
    summary: 'The address of the page, with a code that opens it once',
    answer: 'json',
    result: Page,
    handle: async (_node, _input, { daemon }) => ({ url: daemon.pageUrl() }),
  }),
  route({
    operation: 'enterPage',
    method: 'POST',
    url: '/v1/page/enter',
    summary: 'Trades the code of a page’s address for a bearer; each code is good once',
    answer: 'json',
    open: true,
    body: EnterPage,
    bodyLimit: ENTER_BODY_BYTES,
    result: Entered,
    handle: async (_node, { body }, { daemon }) => daemon.pages.enter(body.code),
  }),
  route({
    operation: 'pageCode',
    method: 'POST',
    url: '/v1/page/code',
    summary: 'A code for another tab of the page, good for a minute and once',
    answer: 'json',
    body: Nothing,
    result: PageCode,
    handle: async (_node, _input, { daemon }) => ({ code: daemon.pages.tabCode() }),
  }),
  route({
    operation: 'stop',
    method: 'POST',
    url: '/v1/stop',
    summary: 'Stops the node after this answer',
    answer: 'json',
    body: Nothing,
    result: Stopping,
    handle: async (_node, _input, { daemon }) => {
      daemon.stop()
      return { stopping: true, pid: daemon.pid }
    },
  }),
  route({
    operation: 'events',
    method: 'GET',
    url: '/v1/events',
    summary: 'Everything that happens, live; with `after`, first what was missed since',
    answer: 'stream',
    query: EventsQuery,
    begins: EventsHere,
    event: NodeEvent,
    socket: true,
    result: Type.Null(),
    handle: async (_node, { query }, { events, begin, emit, signal }) => {
      const event = (placed: PlacedEvent) => emit(placed.event, placed.at)
      const off = events.listen(query.after, { here: begin, event })
      await untilAborted(signal).finally(off)
      return null
    },
  }),
  route({
    operation: 'check',
    method: 'POST',
    url: '/v1/check',
    summary: 'Looks through the store; with `rebuild`, makes the index anew from the logs',
    answer: 'action',
    body: CheckRequest,
    result: CheckResult,
    handle: (node, { body }, context) => node.check(body, context),
  }),
]
