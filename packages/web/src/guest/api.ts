import { Refused } from '../editor/contract.ts'

/** What the host's node is asked. The secret goes in a header only: never in an address, never in a cookie. */
export class GuestApi {
  readonly #bearer: string

  constructor(bearer: string) {
    this.#bearer = bearer
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.ask('GET', path)).json()) as T
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    return (await (await this.ask('POST', path, body)).json()) as T
  }

  /** Throws `Refused` for what the node says no to, anything else when it isn't reached. */
  async ask(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#bearer}` }
    const init: RequestInit = { method, headers, cache: 'no-store', credentials: 'omit' }
    if (body !== undefined) {
      headers['content-type'] = 'application/json'
      init.body = JSON.stringify(body)
    }
    if (signal) init.signal = signal
    const response = await fetch(path, init)
    if (response.ok) return response
    throw refusal(await response.json().catch(() => null))
  }

  /** Every event of a stream. Resolves when `signal` aborts, throws when it ends otherwise. */
  async stream<T>(path: string, onEvent: (event: T) => void, signal: AbortSignal): Promise<void> {
    try {
      const { body } = await this.ask('GET', path, undefined, signal)
      for await (const line of linesOf(body)) {
        if (line.error) throw refusal(line)
        if ('event' in line) onEvent(line.event as T)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
    if (!signal.aborted) throw new Error('the stream has ended')
  }
}

type Line = { readonly event?: unknown; readonly error?: { code: string; message: string } }

async function* linesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Line> {
  if (!body) return
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line) yield JSON.parse(line) as Line
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function refusal(answer: unknown): Refused {
  const error = (answer as Line | null)?.error
  return new Refused(error?.code ?? 'INTERNAL', error?.message ?? 'the node did not say why')
}
