import type { Server } from 'node:http'
import { Readable } from 'node:stream'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyHttpOptions,
} from 'fastify'
import type { AllmendeNode, FileContent } from '@allmende/node'
import type { AllmendeError, Logger } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { BODY_BYTES, MAX_CONNECTIONS, PARAMETER_CHARACTERS } from '../limits.ts'
import { ROUTES } from '../routes/index.ts'
import type { DaemonSide, Input, Route } from '../routes/route.ts'
import { proven, refuseForeign, refuseStranger, type Knock } from './access.ts'
import type { Activity } from './activity.ts'
import { asOurs, errorAnswer } from './answers.ts'
import { assetsFrom, type Assets } from './assets.ts'
import { heedCaller, type Callers } from './callers.ts'
import { sendFile } from './file-answer.ts'
import { SECURITY_HEADERS } from './headers.ts'
import { openLines } from './lines.ts'
import type { EventLog } from './event-log.ts'
import { openapi } from './openapi.ts'
import type { Rates } from './rates.ts'
import { LazyValidators } from './validators.ts'

type Options = FastifyHttpOptions<Server>

export type Access = {
  readonly port: () => number
  /** Who has this token. Null: nobody. */
  readonly whose: (token: string) => string | null
  readonly rates: Rates
}

export type AppParts = {
  readonly node: AllmendeNode
  /** Null only within a process, where there is no socket that somebody else could reach. */
  readonly access: Access | null
  /** Empty where there is a socket. */
  readonly callers: Callers
  readonly assets: Assets
  readonly daemon: DaemonSide
  readonly events: EventLog
  readonly activity: Activity
  readonly logger: Logger
  /** Makes the Fastify instance: for a test that wants to see every route it is given. */
  readonly create?: (options: Options) => FastifyInstance
}

/** The API as a Fastify instance, without a socket. */
export function buildApp(parts: AppParts): FastifyInstance {
  const { access, logger, create = Fastify } = parts
  const validators = new LazyValidators()
  const app = create({
    logger: false,
    bodyLimit: BODY_BYTES,
    // Long actions are long answers, not long requests: nobody needs half a minute to send one.
    requestTimeout: 30_000,
    forceCloseConnections: true,
    return503OnClosing: false,
    routerOptions: { maxParamLength: PARAMETER_CHARACTERS },
    // As sent or refused: nothing is converted, filled in or left out behind the caller's back.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
    schemaController: { compilersFactory: validators.factories() },
    frameworkErrors: (error, _request, reply) => answerError(reply as FastifyReply, asOurs(error, logger)),
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.end(MALFORMED)
    },
  })
  // Only JSON: a form or plain text is what a foreign page can send without asking first.
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error, _request, reply) => answerError(reply, asOurs(error, logger)))
  app.setNotFoundHandler((request, reply) =>
    answerError(reply, fail('ROUTE_UNKNOWN', { found: `${request.method} ${request.url.slice(0, 200)}` })),
  )
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    const refusal = access && refuseStranger(knockOf(request), access.port())
    if (refusal) throw refusal
  })
  app.server.maxConnections = MAX_CONNECTIONS
  validators.loadFor(app)
  for (const route of ROUTES) addRoute(app, route, parts)
  addPage(app, parts.assets)
  return app
}

const MALFORMED_BODY = JSON.stringify(
  errorAnswer(fail('REQUEST_INVALID', { path: 'its head', expected: 'HTTP/1.1' })),
)
const MALFORMED = `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(MALFORMED_BODY)}\r\nconnection: close\r\n\r\n${MALFORMED_BODY}`

function addRoute(app: FastifyInstance, route: Route, parts: AppParts): void {
  if (!route.takes) return addHandler(app, route, parts)
  // In a scope of its own: everywhere else bytes are no body, and are refused before anything is read.
  void app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', (_request, content, done) => done(null, content))
    addHandler(scope, route, parts)
  })
}

function addHandler(app: FastifyInstance, route: Route, parts: AppParts): void {
  const { access } = parts
  app.route({
    method: route.method,
    url: route.url,
    exposeHeadRoute: false,
    schema: {
      ...(route.params && { params: route.params }),
      ...(route.query && { querystring: route.query }),
      ...(route.body && { body: route.body }),
    },
    ...(route.bodyLimit !== undefined && { bodyLimit: route.bodyLimit }),
    // Before the body is read: whoever isn't let in can't make us hold megabytes.
    onRequest: async (request) => {
      const refusal = access && refusalOf(route, knockOf(request), access)
      if (refusal) throw refusal
    },
    handler: (request, reply) => {
      const once = route.answer === 'json' || (route.answer === 'action' && wantsOnce(request))
      if (once) return answerJson(route, request, reply, parts)
      return route.answer === 'file'
        ? answerFile(route, request, reply, parts)
        : answerLines(route, request, reply, parts)
    },
  })
}

/** Why a request isn't let in. One without a right token is counted among its like: guessing holds up nobody else. */
function refusalOf(route: Route, knock: Knock, { whose, rates }: Access): AllmendeError | null {
  const foreign = refuseForeign(knock)
  if (foreign) return foreign
  if (route.open) return rates.refuseOpen()
  const known = proven(knock, whose)
  return 'who' in known ? rates.refuseMore(known.who) : (rates.refuseKnock() ?? known)
}

/** An action answers with its result alone where only that is taken: generated clients ask so. */
function wantsOnce({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('application/json') && !accept.includes('ndjson')
}

async function answerJson(route: Route, request: FastifyRequest, reply: FastifyReply, parts: AppParts) {
  const { controller, done } = parts.activity.begin()
  reply.raw.once('close', () => controller.abort(fail('CANCELLED')))
  heedCaller(parts.callers, request, controller)
  try {
    return await route.handle(parts.node, inputOf(request, route), {
      signal: controller.signal,
      onProgress: () => {},
      emit: () => {},
      begin: () => {},
      ready: () => Promise.resolve(),
      daemon: parts.daemon,
      events: parts.events,
    })
  } finally {
    done()
  }
}

/** The signal goes on through the sending: whoever stops reading stops the fetching. */
async function answerFile(route: Route, request: FastifyRequest, reply: FastifyReply, parts: AppParts) {
  const { controller, done } = parts.activity.begin()
  reply.raw.once('close', () => {
    controller.abort(fail('CANCELLED'))
    done()
  })
  heedCaller(parts.callers, request, controller)
  const file = await route.handle(parts.node, inputOf(request, route), {
    signal: controller.signal,
    onProgress: () => {},
    emit: () => {},
    begin: () => {},
    ready: () => Promise.resolve(),
    daemon: parts.daemon,
    events: parts.events,
  })
  return sendFile(request, reply, file as FileContent)
}

function answerLines(route: Route, request: FastifyRequest, reply: FastifyReply, parts: AppParts) {
  const { controller, done } = parts.activity.begin()
  const { signal } = controller
  const lines = openLines(controller)
  heedCaller(parts.callers, request, controller)
  const fatal = (error: unknown) => lines.end(errorAnswer(asOurs(error, parts.logger)))
  const run = async () => {
    const result = await route.handle(parts.node, inputOf(request, route), {
      signal,
      onProgress: lines.progress,
      emit: lines.event,
      begin: lines.here,
      ready: lines.ready,
      daemon: parts.daemon,
      events: parts.events,
    })
    // A stream has no end of its own: when it was aborted, the reason is what the reader must be told. An action that
    // was done before it heard of the abort *is* done.
    if (route.answer === 'stream' && signal.aborted) throw signal.reason
    lines.end({ result })
  }
  void run()
    // Thrown by an abort, the abort's own reason says more than whatever the action made of it.
    .catch((error: unknown) => fatal(signal.aborted ? signal.reason : error))
    .finally(done)
  return reply.type('application/x-ndjson').send(lines.stream)
}

function addPage(app: FastifyInstance, given: Assets): void {
  let document: ReturnType<typeof openapi> | null = null
  app.get('/openapi.json', { exposeHeadRoute: false }, async () => (document ??= openapi()))
  for (const [path, { type, body }] of assetsFrom(given))
    app.get(path, async (_request, reply) => reply.type(type).send(Buffer.from(body)))
}

function answerError(reply: FastifyReply, error: AllmendeError): void {
  if (error.status === 429) void reply.header('retry-after', '1')
  void reply.code(error.status).headers(SECURITY_HEADERS).send(errorAnswer(error))
}

const NO_CONTENT: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} }

function inputOf(
  { params, query, body }: FastifyRequest,
  { takes }: Route,
): Input<unknown, unknown, unknown> {
  if (!takes) return { params, query, body, content: NO_CONTENT }
  if (!(body instanceof Readable)) throw fail('BODY_NOT_BYTES')
  return { params, query, body: undefined, content: body as AsyncIterable<Uint8Array> }
}

function knockOf({ headers }: FastifyRequest): Knock {
  const site = headers['sec-fetch-site']
  return {
    host: headers.host,
    origin: headers.origin,
    site: Array.isArray(site) ? site.join() : site,
    authorization: headers.authorization,
  }
}
