import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AllmendeNode, FileContent } from '@allmende/node'
import type { AllmendeError, Logger } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { BODY_BYTES, MAX_CONNECTIONS, PARAMETER_CHARACTERS } from '../limits.ts'
import { ROUTES } from '../routes/index.ts'
import type { DaemonSide, Input, Route, RouteContext } from '../routes/route.ts'
import { proven, refuseForeign, refuseStranger, type Knock } from './access.ts'
import type { Activity } from './activity.ts'
import { asOurs, errorAnswer } from './answers.ts'
import { assetsFrom, type Assets } from './assets.ts'
import { heedCaller, type Callers } from './callers.ts'
import { sendFile } from './file-answer.ts'
import { openLines } from './lines.ts'
import { openMessages } from './messages.ts'
import type { EventLog } from './event-log.ts'
import { openapi } from './openapi.ts'
import type { Rates } from './rates.ts'
import { strictServer, type StrictOptions } from './strict-server.ts'
import { createUpgrades, wantsSocket, type Upgrades } from './upgrades.ts'

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
  /** Sockets at once: MAX_CONNECTIONS when left out. */
  readonly connections?: number
  /** Makes the Fastify instance: for a test that wants to see every route it is given. */
  readonly create?: NonNullable<StrictOptions['create']>
}

const SOCKETS = ROUTES.filter(({ socket }) => socket).map(({ url }) => url)

type Handling = AppParts & { readonly upgrades: Upgrades | null }

/** The API as a Fastify instance, without a socket. */
export function buildApp(parts: AppParts): FastifyInstance {
  const { access, logger, create } = parts
  const sockets = wantsSocket(SOCKETS)
  const app = strictServer({
    logger,
    bodyLimit: BODY_BYTES,
    maxParamLength: PARAMETER_CHARACTERS,
    maxConnections: parts.connections ?? MAX_CONNECTIONS,
    refusal: (request) => access && refuseStranger(knockOf(request), access.port()),
    unknown: ({ method, url }) => `${method} ${url.slice(0, 200)}`,
    ...(access && { sockets }),
    ...(create && { create }),
  })
  const handling = { ...parts, upgrades: access && createUpgrades(app, sockets) }
  for (const route of ROUTES) addRoute(app, route, handling)
  addPage(app, parts.assets)
  return app
}

function addRoute(app: FastifyInstance, route: Route, parts: Handling): void {
  if (!route.takes) return addHandler(app, route, parts)
  // In a scope of its own: everywhere else bytes are no body, and are refused before anything is read.
  void app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', (_request, content, done) => done(null, content))
    addHandler(scope, route, parts)
  })
}

function addHandler(app: FastifyInstance, route: Route, parts: Handling): void {
  const { access, upgrades } = parts
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
      const refusal = access && refusalOf(route, knockOf(request, upgrades), access)
      if (refusal) throw refusal
    },
    handler: (request, reply) => {
      if (route.socket && upgrades?.has(request.raw)) return answerSocket(route, request, reply, parts)
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
    return await route.handle(parts.node, inputOf(request, route), untold(controller.signal, parts))
  } finally {
    done()
  }
}

/** For an answer in one piece: there is nowhere to tell anything before. */
function untold(signal: AbortSignal, { daemon, events }: AppParts): RouteContext {
  const nothing = (): void => {}
  return {
    signal,
    onProgress: nothing,
    emit: nothing,
    begin: nothing,
    ready: () => Promise.resolve(),
    daemon,
    events,
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
  const file = await route.handle(parts.node, inputOf(request, route), untold(controller.signal, parts))
  return sendFile(request, reply, file as FileContent)
}

function answerLines(route: Route, request: FastifyRequest, reply: FastifyReply, parts: AppParts) {
  const { controller, done } = parts.activity.begin()
  const { signal } = controller
  const lines = openLines(controller)
  heedCaller(parts.callers, request, controller)
  const context = {
    ...untold(signal, parts),
    onProgress: lines.progress,
    emit: lines.event,
    begin: lines.here,
    ready: lines.ready,
  }
  void tell(route, request, parts, context, lines.end).finally(done)
  return reply.type('application/x-ndjson').send(lines.stream)
}

/** The same feed by another door: what would be lines are messages. */
async function answerSocket(route: Route, request: FastifyRequest, reply: FastifyReply, parts: Handling) {
  const { access, upgrades } = parts
  const known = access && proven(knockOf(request, upgrades), access.whose)
  await upgrades?.accept(request.raw, (socket) => {
    const { controller, done } = parts.activity.begin()
    socket.once('close', done)
    const refuseMore = () => (known && 'who' in known ? access.rates.refuseMore(known.who) : null)
    const messages = openMessages(socket, { controller, refuseMore })
    const context = { ...untold(controller.signal, parts), emit: messages.event, begin: messages.here }
    void tell(route, request, parts, context, messages.end)
  })
  reply.hijack()
}

/** Runs a handler that tells while it runs, and ends with its result or its error. */
async function tell(
  route: Route,
  request: FastifyRequest,
  parts: AppParts,
  context: RouteContext,
  end: (last: { result: unknown } | { error: unknown }) => void,
): Promise<void> {
  const { signal } = context
  try {
    const result = await route.handle(parts.node, inputOf(request, route), context)
    // A stream has no end of its own: when it was aborted, the reason is what the reader must be told. An action that
    // was done before it heard of the abort *is* done.
    if (route.answer === 'stream' && signal.aborted) throw signal.reason
    end({ result })
  } catch (error) {
    // Thrown by an abort, the abort's own reason says more than whatever the action made of it.
    end(errorAnswer(asOurs(signal.aborted ? signal.reason : error, parts.logger)))
  }
}

function addPage(app: FastifyInstance, given: Assets): void {
  let document: ReturnType<typeof openapi> | null = null
  app.get('/openapi.json', { exposeHeadRoute: false }, async () => (document ??= openapi()))
  for (const [path, { type, body }] of assetsFrom(given))
    app.get(path, async (_request, reply) => reply.type(type).send(Buffer.from(body)))
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

function knockOf({ headers, raw }: FastifyRequest, upgrades: Upgrades | null = null): Knock {
  const site = headers['sec-fetch-site']
  return {
    host: headers.host,
    origin: headers.origin,
    site: Array.isArray(site) ? site.join() : site,
    authorization: headers.authorization ?? upgrades?.bearer(raw),
  }
}
