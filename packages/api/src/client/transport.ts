import { cancelledError, goneError } from './error.ts'

export type Request = {
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  readonly body?: unknown
  /** Instead of `body`: as they are. */
  readonly bytes?: Uint8Array<ArrayBuffer> | Blob
  readonly signal?: AbortSignal
}

export type Answer = { readonly status: number; readonly body: AsyncIterable<Uint8Array> }

/** How requests get to a node: over HTTP, or within the process. Throws NODE_GONE or CANCELLED. */
export type ClientTransport = (request: Request) => Promise<Answer>

export type HttpOptions = { readonly url: string; readonly token: string; readonly fetch?: typeof fetch }

/** Over HTTP with `fetch`, in Node and in browsers. The token goes in a header only, never in an address or a cookie. */
export function httpTransport({ url, token, fetch = globalThis.fetch }: HttpOptions): ClientTransport {
  return async ({ method, path, body, bytes, signal }) => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const init: RequestInit = { method, headers, redirect: 'error', cache: 'no-store' }
    if (body !== undefined) init.body = JSON.stringify(body)
    if (bytes !== undefined) {
      headers['content-type'] = 'application/octet-stream'
      init.body = bytes
    }
    if (signal) init.signal = signal
    const response = await fetch(new URL(path, url), init).catch((error: unknown) => {
      throw signal?.aborted ? cancelledError() : goneError(error)
    })
    return { status: response.status, body: chunksOf(response.body) }
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (!body) return
  // Not `for await (… of body)`: browsers are late with it.
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // The reader may stop early; without cancelling, the node would go on with an action nobody waits for.
    await reader.cancel().catch(() => {})
  }
}

/** The whole body as text. */
export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true })
  return text + decoder.decode()
}

/** Each line of an NDJSON body, parsed. Empty lines are signs of life and are left out. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line) yield JSON.parse(line) as unknown
  }
}
