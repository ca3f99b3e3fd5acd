import { isAllmendeError, type AllmendeError, type Logger } from '@allmende/vocabulary'
import type { ErrorBody } from '../client/error.ts'
import { fail } from '../errors.ts'

/** What Fastify throws before a handler runs. */
type FrameworkError = Error & {
  readonly code?: string
  readonly statusCode?: number
  readonly validationContext?: string
  readonly validation?: readonly {
    readonly instancePath: string
    readonly message?: string
    readonly params?: Readonly<Record<string, unknown>>
  }[]
}

/**
 * Any error as one of ours. What we don't know becomes INTERNAL: its words go to the log only, since they may hold
 * paths or content.
 */
export function asOurs(thrown: unknown, logger: Logger): AllmendeError {
  if (isAllmendeError(thrown)) {
    // That a request is ended because the node stops is no trouble.
    if (thrown.status >= 500 && thrown.code !== 'NODE_STOPPING')
      logger.warn('a request failed', {
        code: thrown.code,
        message: thrown.message,
        cause: words(thrown.cause),
      })
    return thrown
  }
  const framework = thrown as FrameworkError
  if (framework?.validation) return invalid(framework)
  switch (framework?.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return fail('BODY_TOO_LARGE')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return fail('BODY_NOT_JSON', { expected: 'Content-Type: application/json' })
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return fail('BODY_NOT_JSON', { expected: 'JSON', found: 'a body that cannot be read as JSON' })
    default:
  }
  if (framework?.name === 'AbortError') return fail('CANCELLED')
  const status = framework?.statusCode
  if (framework?.code?.startsWith('FST_ERR_') && status !== undefined && status < 500)
    return fail('REQUEST_INVALID', { path: 'its address', found: framework.message })
  logger.error('an error nobody foresaw', { error: words(thrown) })
  return fail('INTERNAL')
}

/** The one shape of an error on the wire. */
export function errorAnswer(error: AllmendeError): { error: ErrorBody } {
  const { code, message, expected, found, hint } = error
  return {
    error: {
      code,
      message,
      ...(expected !== undefined && { expected }),
      ...(found !== undefined && { found }),
      ...(hint !== undefined && { hint }),
    },
  }
}

function invalid({ validation, validationContext }: FrameworkError): AllmendeError {
  const [first] = validation ?? []
  const place = first?.instancePath.replaceAll('/', '.') ?? ''
  const params = first?.params ?? {}
  const unknown = params['additionalProperty']
  const missing = params['missingProperty']
  return fail('REQUEST_INVALID', {
    path: `${validationContext ?? 'request'}${place}`,
    expected: unknown === undefined ? (first?.message ?? 'what the schema says') : 'only known fields',
    found:
      unknown !== undefined
        ? `the field ${quoted(unknown)}`
        : missing !== undefined
          ? `no ${quoted(missing)}`
          : 'something else',
    hint: 'GET /openapi.json has the schema',
  })
}

function quoted(value: unknown): string {
  return JSON.stringify(String(value).slice(0, 100))
}

function words(error: unknown): string | undefined {
  if (error === undefined) return undefined
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)
}
