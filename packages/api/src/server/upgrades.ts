import { ServerResponse, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { WebSocket, WebSocketServer } from 'ws'
import { fail } from '../errors.ts'
import { SOCKET_CLOSE_MS, SOCKET_FRAGMENTS, SOCKET_MESSAGE_BYTES } from '../limits.ts'

/** WARNING: other programs name it when they open a WebSocket. */
export const SOCKET_PROTOCOL = 'allmende.v1'

const BEARER = 'bearer.'

/** Requests that want to become a WebSocket. */
export type Upgrades = {
  readonly has: (request: IncomingMessage) => boolean
  /** The bearer among the protocols of such a request, in the form of the header that browsers can't send. */
  readonly bearer: (request: IncomingMessage) => string | undefined
  /**
   * Answers with 101 and hands the socket over, in one go: whatever the other side has sent already comes right after, and must
   * find its listeners. Never called back if whoever asked is gone. Throws REQUEST_INVALID.
   */
  readonly accept: (request: IncomingMessage, opened: (socket: WebSocket) => void) => Promise<void>
}

/** Whether a request is a WebSocket at one of these addresses. Anywhere else the word is ignored, as HTTP allows. */
export function wantsSocket(urls: readonly string[]): (request: IncomingMessage) => boolean {
  return ({ method, url = '', headers }) =>
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    urls.includes(url.split('?', 1)[0] ?? '')
}

type Waiting = { readonly socket: Socket; readonly head: Buffer; readonly response: ServerResponse }

/**
 * Node gives such a request to nobody but a listener of `upgrade`. From here it goes the way of every other one: the same hooks
 * refuse it, in the same form, over HTTP. Before Node 24.9 (which asks `wantsSocket` first) other upgrades come here, too, and are
 * answered as if they had named none.
 */
export function createUpgrades(
  app: FastifyInstance,
  wanted: (request: IncomingMessage) => boolean,
): Upgrades {
  const waiting = new WeakMap<IncomingMessage, Waiting>()
  let server: WebSocketServer | null = null
  let closing = false
  app.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const socket = stream as Socket
    // Nobody else listens from here on, and an error that nobody hears ends the process.
    socket.on('error', () => {})
    const response = new ServerResponse(request)
    // The server has let go of this socket: it would stay open for ever, and what follows in it would be read by nobody.
    response.shouldKeepAlive = false
    response.assignSocket(socket)
    response.once('finish', () => socket.destroySoon())
    if (wanted(request)) waiting.set(request, { socket, head, response })
    app.routing(request, response)
  })
  // What became a WebSocket is no connection that the server would close by itself.
  app.addHook('preClose', async () => {
    closing = true
    for (const socket of server?.clients ?? []) socket.terminate()
  })
  return {
    has: (request) => waiting.has(request),
    bearer(request) {
      const shown = waiting.has(request) && offered(request).find((name) => name.startsWith(BEARER))
      return shown ? `Bearer ${shown.slice(BEARER.length)}` : undefined
    },
    async accept(request, opened) {
      // Loaded when it is first asked for: the page and the commands never do, and each start would pay.
      server ??= await loadServer()
      const asked = waiting.get(request)
      if (closing) asked?.socket.destroy()
      else if (asked) open(server, request, asked, opened)
    },
  }
}

function open(
  server: WebSocketServer,
  request: IncomingMessage,
  { socket, head, response }: Waiting,
  opened: (socket: WebSocket) => void,
): void {
  // Version 8, which `ws` would take, names the page in another header than `Origin`: no check of ours would see it.
  if (request.headers['sec-websocket-version'] !== '13') throw handshakeWrong('another version than 13')
  const names = offered(request)
  if (names.length > 0 && !names.includes(SOCKET_PROTOCOL))
    throw handshakeWrong(`protocols without ${SOCKET_PROTOCOL}`)
  let refused: Error | null = null
  const heard = (error: Error) => {
    refused = handshakeWrong(error.message)
  }
  server.once('wsClientError', heard)
  server.handleUpgrade(request, socket, head, (made) => {
    response.detachSocket(socket)
    opened(made)
  })
  server.off('wsClientError', heard)
  if (refused) throw refused
}

function handshakeWrong(found: string): Error {
  const expected = `a WebSocket handshake of version 13 (RFC 6455), with the protocol ${SOCKET_PROTOCOL} if any is named`
  return fail('REQUEST_INVALID', { path: 'its head', expected, found })
}

function offered({ headers }: IncomingMessage): string[] {
  return (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
}

async function loadServer(): Promise<WebSocketServer> {
  const { WebSocketServer } = await import('ws')
  return new WebSocketServer({
    noServer: true,
    // Events are short and the way is within this computer; inflating is what could be made to hurt.
    perMessageDeflate: false,
    maxPayload: SOCKET_MESSAGE_BYTES,
    maxFragments: SOCKET_FRAGMENTS,
    closeTimeout: SOCKET_CLOSE_MS,
    // Never the other one that was offered: it has the token.
    handleProtocols: () => SOCKET_PROTOCOL,
  })
}
