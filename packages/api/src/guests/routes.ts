import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { Logger } from '@allmende/vocabulary'
import { asOurs, errorAnswer } from '../server/answers.ts'
import type { Assets } from '../server/assets.ts'
import { SECURITY_HEADERS } from '../server/headers.ts'
import { openLines } from '../server/lines.ts'
import type { GuestHost } from './host.ts'
import { EDIT_BODY_BYTES, MARK_BODY_BYTES, SUGGEST_BODY_BYTES } from './limits.ts'
import {
  CursorBody,
  EnterBody,
  LiveGuestQuery,
  MarkBody,
  SuggestBody,
  TicketBody,
  UpdatesBody,
} from './schemas.ts'

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

export type RouteParts = {
  readonly host: GuestHost
  readonly assets: Assets
  readonly logger: Logger
}

type Handle = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
export type GuestRoute = {
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
export function guestRoutes(parts: RouteParts): GuestRoute[] {
  return [
    ...pageRoutes(parts),
    ...doorRoutes(parts),
    ...liveRoutes(parts),
    ...markRoutes(parts),
    ...offerRoutes(parts),
    ...goodRoutes(parts),
  ]
}

function pageRoutes({ assets }: RouteParts): GuestRoute[] {
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

function doorRoutes({ host }: RouteParts): GuestRoute[] {
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

function liveRoutes({ host, logger }: RouteParts): GuestRoute[] {
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

/** Bold, emphasis, code and links. */
function markRoutes({ host }: RouteParts): GuestRoute[] {
  return [
    { method: 'GET', url: '/v1/guest/marks', handle: async (request) => host.marks(knockOf(request)) },
    {
      method: 'POST',
      url: '/v1/guest/marks',
      body: MarkBody,
      bodyLimit: MARK_BODY_BYTES,
      handle: async (request) => host.mark(knockOf(request), request.body as never),
    },
  ]
}

/** For guests who suggest. */
function offerRoutes({ host }: RouteParts): GuestRoute[] {
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

function goodRoutes({ host }: RouteParts): GuestRoute[] {
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

/** Who asks, and what they show for it. */
export type Knock = { readonly bearer: string | null; readonly from: string }

function knockOf({ headers, ip }: FastifyRequest): Knock {
  const bearer = /^Bearer ([a-z0-9]{1,64})$/.exec(headers.authorization ?? '')?.[1] ?? null
  return { bearer, from: ip }
}
