/** What the node answered when it refused: said to the person as it is. */
export class Refused extends Error {
  readonly code: string
  readonly hint: string | undefined

  constructor(error: { code?: string; message?: string; hint?: string }) {
    super(error.message ?? 'the node gave no reason')
    this.code = error.code ?? 'UNKNOWN'
    this.hint = error.hint
  }
}

export type Api = {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  /** Calls `onEvent` for every line of a stream until `signal` aborts or the node ends it. */
  stream<T>(path: string, onEvent: (event: T) => void, signal: AbortSignal): Promise<void>
}

/** The page keeps its token in memory and in its own address, never in a cookie: cookies are shared between ports. */
export function apiWith(token: string): Api {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(init.body ? { 'content-type': 'application/json' } : {}),
    }
    const response = await fetch(path, { ...init, headers, cache: 'no-store' })
    if (!response.ok)
      throw new Refused(((await response.json().catch(() => ({}))) as { error?: object }).error ?? {})
    return response
  }
  return {
    get: async <T>(path: string) => (await (await ask(path)).json()) as T,
    post: async <T>(path: string, body: unknown = {}) =>
      (await (await ask(path, { method: 'POST', body: JSON.stringify(body) })).json()) as T,
    stream: async <T>(path: string, onEvent: (event: T) => void, signal: AbortSignal) => {
      const response = await ask(path, { signal })
      for await (const line of lines(response)) {
        const { event, error } = JSON.parse(line) as { event?: T; error?: object }
        if (error) throw new Refused(error)
        if (event !== undefined) onEvent(event)
      }
    },
  }
}

async function* lines(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value = '' } = (await reader?.read()) ?? { done: true }
    rest += value
    const parts = rest.split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) if (part !== '') yield part
    if (done) return
  }
}
