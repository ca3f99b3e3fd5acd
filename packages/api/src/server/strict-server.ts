import type { IncomingMessage, Server } from 'node:http'
import Fastify, {
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { AllmendeError, Logger } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { asOurs, errorAnswer } from './answers.ts'
import { SECURITY_HEADERS } from './headers.ts'
import { LazyValidators } from './validators.ts'

type Options = FastifyHttpOptions<Server>

export type StrictOptions = {
  readonly logger: Logger
  readonly bodyLimit: number
  readonly maxParamLength: number
  readonly maxConnections: number
  /** Why somebody isn't spoken with at all, whatever they ask. */
  readonly refusal: (request: FastifyRequest) => AllmendeError | null
  /** What is said of an address where nothing is. */
  readonly unknown: (request: FastifyRequest) => string
  /** Which requests become a WebSocket. Left out: none, and whoever asks is answered as if they hadn't. */
  readonly sockets?: (request: IncomingMessage) => boolean
  /** Makes the Fastify instance: for a test that wants to see every route it is given. */
  readonly create?: (options: Options) => FastifyInstance
}

/**
 * A Fastify instance without routes, as the API and the listener for guests both begin: the same headers on every answer, the
 * same shape of every error, nothing that a foreign page could send without asking first, and bounds on all that is read.
 */
export function strictServer(options: StrictOptions): FastifyInstance {
  const { logger, create = Fastify, refusal, sockets, unknown } = options
  const validators = new LazyValidators()
  const app = create({
    logger: false,
    bodyLimit: options.bodyLimit,
    // Long actions are long answers, not long requests: nobody needs half a minute to send one.
    requestTimeout: 30_000,
    forceCloseConnections: true,
    return503OnClosing: false,
    ...(sockets && { http: { shouldUpgradeCallback: sockets } }),
    routerOptions: { maxParamLength: options.maxParamLength },
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
    answerError(reply, fail('ROUTE_UNKNOWN', { found: unknown(request) })),
  )
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    const refused = refusal(request)
    if (refused) throw refused
  })
  app.server.maxConnections = options.maxConnections
  validators.loadFor(app)
  return app
}

const MALFORMED_BODY = JSON.stringify(
  errorAnswer(fail('REQUEST_INVALID', { path: 'its head', expected: 'HTTP/1.1' })),
)
const MALFORMED = `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(MALFORMED_BODY)}\r\nconnection: close\r\n\r\n${MALFORMED_BODY}`

function answerError(reply: FastifyReply, error: AllmendeError): void {
  if (error.status === 429) void reply.header('retry-after', '1')
  void reply.code(error.status).headers(SECURITY_HEADERS).send(errorAnswer(error))
}
