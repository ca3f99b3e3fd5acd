import { Type, type TSchema } from 'typebox'
import { ROUTES } from '../routes/index.ts'
import type { Route } from '../routes/route.ts'
import { ErrorAnswer, Progress } from '../schemas/basics.ts'
import { VERSION } from '../version.ts'
import { SOCKET_PROTOCOL } from './upgrades.ts'

const AS_SOCKET =
  'Asked with Upgrade: websocket. Each line of the other answer is a text message here; the last one before a close of the node ' +
  'is the error, whose code is the reason of the close. Nothing but pings, pongs and a close is taken.'

const BYTES = { type: 'string', format: 'binary' }

/** The OpenAPI document, made from the same table and schemas as the routes themselves. */
export function openapi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of ROUTES) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Allmende',
      version: VERSION,
      description:
        'The local API of a node. Long actions and streams answer in lines of JSON (application/x-ndjson): ' +
        '{progress} or {event}, at the end {result} or {error}; an empty line is a sign of life. ' +
        'A long action that is asked with Accept: application/json answers with its result alone, when it is done. ' +
        'Routes that answer 101 are WebSockets, too: a text message for each line, and the bearer in Authorization or, where ' +
        `that can't be sent, as Sec-WebSocket-Protocol: ${SOCKET_PROTOCOL}, bearer.TOKEN.`,
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: ErrorAnswer },
    },
    security: [{ token: [] }],
  }
}

function operationOf(route: Route): Record<string, unknown> {
  const error = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  const parameters = [...parametersOf('path', route.params), ...parametersOf('query', route.query)]
  return {
    operationId: route.operation,
    summary: route.summary,
    ...(route.open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.takes && {
      requestBody: { required: true, content: { 'application/octet-stream': { schema: BYTES } } },
    }),
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: route.body } } },
    }),
    responses: {
      ...(route.socket && { 101: { description: AS_SOCKET } }),
      200: { description: 'Done', content: contentOf(route) },
      default: { description: 'An error', content: error },
    },
  }
}

function contentOf({ answer, event, begins, result }: Route): Record<string, unknown> {
  if (answer === 'json') return { 'application/json': { schema: result } }
  if (answer === 'file') return { 'application/octet-stream': { schema: result } }
  const meanwhile =
    answer === 'action'
      ? Type.Object({ progress: Progress })
      : Type.Object({ event: event ?? Type.Unknown(), ...(begins && { at: Type.String() }) })
  const line = Type.Union([...(begins ? [begins] : []), meanwhile, Type.Object({ result }), ErrorAnswer])
  return {
    'application/x-ndjson': { schema: { ...line, description: 'One line' } },
    ...(answer === 'action' && { 'application/json': { schema: result } }),
  }
}

function parametersOf(place: 'path' | 'query', schema?: TSchema): Record<string, unknown>[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, TSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }))
}
