import type { ActionContext, Progress } from '@allmende/node'
import { cancelledError, errorFrom, goneError } from './error.ts'
import { linesOf, textOf, type ClientTransport, type Request } from './transport.ts'

export type Context = { readonly signal?: AbortSignal }

/** The three ways of asking: an answer at once, an action with progress, a stream. */
export function callsOver(transport: ClientTransport) {
  const ask = async <T>(request: Request): Promise<T> => {
    const { status, body } = await transport(request)
    const text = await whole(body, request.signal)
    const answer = parsed(text)
    if (status >= 300 || answer === undefined) throw errorFrom(status, answer)
    return answer as T
  }
  return {
    get: <T>(path: string, context: Context = {}): Promise<T> =>
      ask<T>({ method: 'GET', path, ...signalOf(context) }),
    post: <T>(path: string, body: unknown, context: Context = {}) =>
      ask<T>({ method: 'POST', path, body, ...signalOf(context) }),
    put: <T>(path: string, bytes: Uint8Array<ArrayBuffer> | Blob, context: Context = {}) =>
      ask<T>({ method: 'POST', path, bytes, ...signalOf(context) }),
    act: async <T>(path: string, body: unknown, { onProgress, signal }: ActionContext = {}): Promise<T> => {
      const request: Request = { method: 'POST', path, body, ...signalOf({ ...(signal && { signal }) }) }
      for await (const line of streamed(transport, request)) {
        if (line.progress) onProgress?.(line.progress as Progress)
        if ('result' in line) return line.result as T
      }
      throw goneError()
    },
    watch: <T>(path: string, context: Context = {}) =>
      eventsOf<T>(transport, { method: 'GET', path, ...signalOf(context) }),
  }
}

/** The lines of a stream. Throws the error that stands in its last line, or as its whole answer. */
export async function* streamed(
  transport: ClientTransport,
  request: Request,
): AsyncGenerator<Record<string, unknown>> {
  const { status, body } = await transport(request)
  if (status >= 300) throw errorFrom(status, parsed(await whole(body, request.signal)))
  try {
    for await (const line of linesOf(body)) {
      const object = line as Record<string, unknown>
      if (object['error']) throw errorFrom(500, object)
      yield object
    }
  } catch (error) {
    throw wayError(error, request.signal)
  }
}

async function* eventsOf<T>(transport: ClientTransport, request: Request): AsyncGenerator<T> {
  for await (const line of streamed(transport, request)) {
    if ('event' in line) yield line['event'] as T
    if ('result' in line) return
  }
  throw goneError()
}

/** A body as it comes. Throws the error that is the whole answer, or one of the way. */
export async function* bytesOf(transport: ClientTransport, request: Request): AsyncGenerator<Uint8Array> {
  const { status, body } = await transport(request)
  if (status >= 300) throw errorFrom(status, parsed(await whole(body, request.signal)))
  try {
    yield* body
  } catch (error) {
    throw wayError(error, request.signal)
  }
}

async function whole(body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<string> {
  try {
    return await textOf(body)
  } catch (error) {
    throw wayError(error, signal)
  }
}

/** An error of the connection in words of ours; one of ours as it is. */
function wayError(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return cancelledError()
  return error instanceof Error && error.name === 'AllmendeError' ? error : goneError(error)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

export function signalOf({ signal }: Context): Context {
  return signal ? { signal } : {}
}

export function queryOf(fields: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, String(value))
  return query.size ? `?${query}` : ''
}
