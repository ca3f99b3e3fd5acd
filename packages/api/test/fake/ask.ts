import { once } from 'node:events'
import { request, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'

export type Asked = { status: number; headers: IncomingHttpHeaders; text: string; json: unknown }

type Options = { method?: string; headers?: Record<string, string>; body?: unknown; raw?: string }

/** A request with exactly the headers given: `fetch` would not let a test lie about Host and Origin. */
export function ask(port: number, path: string, { method = 'GET', headers = {}, body, raw }: Options = {}) {
  return new Promise<Asked>((resolve, reject) => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        agent: false,
        headers: { ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('error', reject)
        response.on('end', () => {
          let json: unknown
          try {
            json = JSON.parse(text)
          } catch {
            json = undefined
          }
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json })
        })
      },
    )
    // Nobody who asks here wants one: the answer is the status, and not a test that waits.
    sent.on('upgrade', ({ headers: answered }, socket) => {
      socket.destroy()
      resolve({ status: 101, headers: answered, text: '', json: undefined })
    })
    sent.on('error', reject)
    sent.end(payload)
  })
}

/** What a socket is answered, until it is closed, for whatever is sent. */
export async function sentRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => (text += String(chunk)))
  socket.write(bytes)
  await once(socket, 'close')
  return text
}

export function codeOf(asked: Asked): string | undefined {
  return (asked.json as { error?: { code?: string } } | undefined)?.error?.code
}
