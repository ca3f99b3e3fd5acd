/** What an error looks like on the wire, and with --json. */
export type ErrorBody = {
  readonly code: string
  readonly message: string
  readonly expected?: string
  readonly found?: string
  readonly hint?: string
}

/**
 * An error the node answered with, or one of the way to it. It has the shape of vocabulary's AllmendeError (so
 * `isAllmendeError` knows it), but is a class of its own: the client loads nothing else, which keeps commands fast
 * and pages small.
 */
export class ClientError extends Error {
  override readonly name = 'AllmendeError'
  readonly code: string
  readonly status: number
  readonly expected?: string
  readonly found?: string
  readonly hint?: string

  constructor(status: number, body: ErrorBody, cause?: unknown) {
    super(body.message, cause === undefined ? undefined : { cause })
    this.code = body.code
    this.status = status
    if (body.expected !== undefined) this.expected = body.expected
    if (body.found !== undefined) this.found = body.found
    if (body.hint !== undefined) this.hint = body.hint
  }
}

/** Makes an error of whatever an answer brought. Something that isn't our shape becomes ANSWER_STRANGE. */
export function errorFrom(status: number, answer: unknown): ClientError {
  const body = (answer as { error?: Partial<ErrorBody> } | null)?.error
  if (typeof body?.code === 'string' && typeof body.message === 'string')
    return new ClientError(status, body as ErrorBody)
  return new ClientError(status, {
    code: 'ANSWER_STRANGE',
    message: 'the answer is not one of a node',
    expected: 'JSON with a result or an error',
    found: `status ${status}`,
  })
}

export function goneError(cause?: unknown): ClientError {
  return new ClientError(
    502,
    {
      code: 'NODE_GONE',
      message: 'the node went away before it had answered',
      hint: 'start it again with `allmende start`; what was acknowledged is on its disk',
    },
    cause,
  )
}

export function cancelledError(): ClientError {
  return new ClientError(499, { code: 'CANCELLED', message: 'cancelled' })
}
