import type { FastifyRequest } from 'fastify'
import { fail } from '../errors.ts'

/**
 * The signals of callers within the process, by the number of their call. Over a socket, a caller who is gone shows by
 * its closing; an injected request has none, cutting its answer tells the server nothing, and the asynchronous context
 * of the caller is lost on the way through the body parser.
 */
export type Callers = Map<string, AbortSignal>

export const CALL_HEADER = 'x-allmende-call'

/** Aborts the controller when the caller within the process aborts. */
export function heedCaller(callers: Callers, { headers }: FastifyRequest, controller: AbortController): void {
  const signal = callers.get(String(headers[CALL_HEADER]))
  const abort = () => controller.abort(fail('CANCELLED'))
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true, signal: controller.signal })
}
