import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { AllmendeError, Logger } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { asOurs, errorAnswer } from '../server/answers.ts'
import type { Assets } from '../server/assets.ts'
import { SECURITY_HEADERS } from '../server/headers.ts'
import { openLines } from '../server/lines.ts'
import { CursorBody, EnterBody, LiveGuestQuery, SuggestBody, TicketBody, UpdatesBody } from './schemas.ts'
import { BODY_BYTES, EDIT_BODY_BYTES, MAX_CONNECTIONS, SUGGEST_BODY_BYTES } from './limits.ts'
import type { GuestHost } from './host.ts'

type ListenerParts = {
  readonly host: GuestHost
  readonly assets: Assets
  readonly logger: Logger
}

/** As the page's own, but with the styles of its editor, which bring a number that is made anew for each answer. */
function headersWith(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return { ...SECURITY_HEADERS, 'content-security-policy': policy.join('; ') }
}

type Handle = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
type GuestRoute = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly body?: TSchema
  readonly query?: TSchema
  readonly bodyLimit?: number
  /** What must hold before a body is read. */
  readonly before?: (request: FastifyRequest) => void
  readonly handle: Handle
}

/** What answers on the local network: these routes, and nothing else. */
function guestRoutes(parts: ListenerParts): GuestRoute[] {
  return [
    ...pageRoutes(parts),
    ...doorRoutes(parts),
    ...liveRoutes(parts),
    ...offerRoutes(parts),
    ...goodRoutes(parts),
  ]
}

function pageRoutes({ assets }: ListenerParts): GuestRoute[] {
  return [...assets].map(([url, { type, body }]): GuestRoute => ({
    method: 'GET',
    url,
    handle: async (_request, reply) => {
      const nonce = randomBytes(16).toString('base64')
      const filled =
        url === '/' ? Buffer.from(body).toString().replace('{{nonce}}', nonce) : Buffer.from(body)
      return reply.headers(headersWith(nonce)).type(type).send(filled)
    },
  }))
}

function doorRoutes({ host }: ListenerParts): GuestRoute[] {
  return [
    { method: 'GET', url: '/v1/guest', handle: async (request) => host.about(knockOf(request)) },
    {
      method: 'POST',
      url: '/v1/guest/enter',
      body: EnterBody,
      handle: async (request) => host.enter(knockOf(request), request.body as { name: string }),
    },
    { method: 'GET', url: '/v1/guest/pass', handle: async (request) => host.pass(knockOf(request)) },
  ]
}

function liveRoutes({ host, logger }: ListenerParts): GuestRoute[] {
  return [
    {
      method: 'GET',
      url: '/v1/guest/live',
      query: LiveGuestQuery,
      handle: async (request, reply) => {
        // Refused before the stream begins, with its own status.
        const entered = host.entered(knockOf(request))
        const controller = new AbortController()
        const lines = openLines(controller)
        host
          .live(entered, request.query as never, lines.event, controller)
          .catch((error: unknown) => lines.end(errorAnswer(asOurs(error, logger))))
        return reply.type('application/x-ndjson').send(lines.stream)
      },
    },
    {
      method: 'POST',
      url: '/v1/guest/updates',
      body: UpdatesBody,
      bodyLimit: EDIT_BODY_BYTES,
      handle: async (request) => host.push(knockOf(request), request.body as never),
    },
    {
      method: 'POST',
      url: '/v1/guest/cursor',
      body: CursorBody,
      handle: async (request) => host.point(knockOf(request), request.body as never),
    },
  ]
}

/** For guests who suggest. */
function offerRoutes({ host }: ListenerParts): GuestRoute[] {
  return [
    { method: 'GET', url: '/v1/guest/copy', handle: async (request) => host.copy(knockOf(request)) },
    {
      method: 'GET',
      url: '/v1/guest/suggestions',
      handle: async (request) => host.suggestions(knockOf(request)),
    },
    {
      method: 'POST',
      url: '/v1/guest/suggestions',
      body: SuggestBody,
      bodyLimit: SUGGEST_BODY_BYTES,
      // A whole text is large: of somebody who was not let in, nothing of it is read.
      before: (request) => host.maySuggest(knockOf(request)),
      handle: async (request) => host.suggest(knockOf(request), request.body as never),
    },
  ]
}

function goodRoutes({ host }: ListenerParts): GuestRoute[] {
  return [
    { method: 'GET', url: '/v1/guest/good', handle: async (request) => host.good(knockOf(request)) },
    {
      method: 'GET',
      url: '/v1/guest/files/:number',
      handle: async (request, reply) => {
        const { number } = request.params as { number: string }
        return sent(reply, await host.shown(knockOf(request), number), false)
      },
    },
    {
      method: 'POST',
      url: '/v1/guest/tickets',
      body: TicketBody,
      handle: async (request) => host.ticket(knockOf(request), request.body as { file: number }),
    },
    {
      method: 'GET',
      url: '/v1/guest/tickets/:ticket',
      handle: async (request, reply) => {
        const { ticket } = request.params as { ticket: string }
        return sent(reply, await host.download(ticket), true)
      },
    },
  ]
}

type FileAnswer = Awaited<ReturnType<GuestHost['download']>>

/** What others made is never a page of ours: it is an attachment without rights, whatever is in it. */
function sent(reply: FastifyReply, answer: FileAnswer, attach: boolean) {
  const { content, bytes, path, type, signal } = answer
  // Whatever goes wrong in the middle ends it short of its length: the browser says that it is not whole.
  const stream = addAbortSignal(signal, Readable.from(content))
  const name = encodeURIComponent(basename(path)).replaceAll("'", '%27')
  const disposition = attach ? `attachment; filename*=UTF-8''${name}` : 'inline'
  return reply
    .headers({ 'content-disposition': disposition, 'content-length': bytes })
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type(type)
    .send(stream)
}

export type Listening = {
  readonly address: string
  readonly port: number
  readonly close: () => Promise<void>
}

/** Listens on one address of this computer. Throws GUEST_PORT. */
export async function listenForGuests(
  parts: ListenerParts,
  address: string,
  port: number,
): Promise<Listening> {
  const at = { origin: '' }
  const app = guestApp(parts, () => at.origin)
  try {
    await app.listen({ host: address, port })
  } catch (error) {
    await app.close()
    const { code = '' } = error as NodeJS.ErrnoException
    throw fail('GUEST_PORT', { found: `${address}:${port} (${code})`, cause: error })
  }
  const taken = (app.server.address() as AddressInfo).port
  at.origin = `${address.includes(':') ? `[${address}]` : address}${taken === 80 ? '' : `:${taken}`}`
  return { address: at.origin, port: taken, close: () => app.close() }
}

function guestApp(parts: ListenerParts, origin: () => string): FastifyInstance<Server> {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
    frameworkErrors: (error, _request, reply) =>
      answerError(reply as FastifyReply, asOurs(error, parts.logger)),
  })
  app.server.maxConnections = MAX_CONNECTIONS
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error, _request, reply) => answerError(reply, asOurs(error, parts.logger)))
  app.setNotFoundHandler((_request, reply) =>
    answerError(reply, fail('ROUTE_UNKNOWN', { found: 'this address' })),
  )
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    refuseOtherNames(request, origin())
  })
  for (const { method, url, body, query, bodyLimit, before, handle } of guestRoutes(parts))
    app.route({
      method,
      url,
      exposeHeadRoute: false,
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
      ...(before && { onRequest: async (request: FastifyRequest) => before(request) }),
      schema: { ...(body && { body }), ...(query && { querystring: query }) },
      handler: handle,
    })
  return app
}

/** By another name than the link's a page of somebody else could speak with us (DNS rebinding). */
function refuseOtherNames({ headers }: FastifyRequest, origin: string): void {
  if (headers.host !== origin)
    throw fail('HOST_REFUSED', { expected: origin, found: headers.host ?? 'no Host' })
  if (headers.origin !== undefined && headers.origin !== `http://${origin}`)
    throw fail('ORIGIN_REFUSED', { expected: `http://${origin}`, found: headers.origin })
}

/** Who asks, and what they show for it. */
export type Knock = { readonly bearer: string | null; readonly from: string }

function knockOf({ headers, ip }: FastifyRequest): Knock {
  const bearer = /^Bearer ([a-z0-9]{1,64})$/.exec(headers.authorization ?? '')?.[1] ?? null
  return { bearer, from: ip }
}

function answerError(reply: FastifyReply, error: AllmendeError): void {
  void reply.code(error.status).headers(SECURITY_HEADERS).send(errorAnswer(error))
}
