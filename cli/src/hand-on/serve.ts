import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { fail } from '../errors.ts'
import { NAME, type Written } from './archive.ts'
import { page } from './words.ts'

/** Receivers at once: a class room. More wait for a place. */
const MAX_CONNECTIONS = 40
/** Who sends nothing or takes nothing for so long has gone away. */
const SILENT_MS = 60_000

const FILE = `${NAME}.tar.gz`

export type Served = {
  readonly addresses: readonly string[]
  readonly close: () => Promise<void>
}

type Options = {
  readonly written: Written
  readonly hosts: readonly string[]
  /** The same on every address; 0: any free one. */
  readonly port: number
  readonly onFetched: (by: string) => void
}

/** Offers the page and the archive, and nothing else, on each of these addresses. Throws HAND_ON_PORT. */
export async function serve({ written, hosts, port, onFetched }: Options): Promise<Served> {
  const servers: Server[] = []
  const addresses: string[] = []
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => closed(server)))
  }
  try {
    for (const host of hosts) {
      const server = createServer((request, response) => {
        answer(request, response, { written, onFetched }).catch(() => response.destroy())
      })
      server.maxConnections = MAX_CONNECTIONS
      server.setTimeout(SILENT_MS)
      await listening(server, host, port)
      servers.push(server)
      addresses.push(addressOf(server))
    }
  } catch (error) {
    await close()
    throw error
  }
  return { addresses, close }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { written, onFetched }: Pick<Options, 'written' | 'onFetched'>,
): Promise<void> {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('cache-control', 'no-store')
  const { method, url } = request
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405)
  if (url === '/') {
    response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(page(FILE, written))
    return
  }
  if (url !== `/${FILE}`) return refuse(response, 404)
  const from = startOf(request.headers.range, written.bytes)
  if (from === null) return refuse(response, 416)
  response.setHeader('content-type', 'application/gzip')
  response.setHeader('accept-ranges', 'bytes')
  response.setHeader('content-length', written.bytes - from)
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${written.bytes - 1}/${written.bytes}`)
  response.writeHead(from > 0 ? 206 : 200)
  if (method === 'HEAD') return void response.end()
  await pipeline(createReadStream(written.file, { start: from }), response)
  onFetched(request.socket.remoteAddress ?? 'somebody')
}

/** Where to go on from, as `curl -C -` and browsers ask for it; null when it isn't there. */
function startOf(range: string | undefined, bytes: number): number | null {
  const [, from] = /^bytes=(\d+)-$/.exec(range ?? '') ?? []
  if (from === undefined) return 0
  return Number(from) < bytes ? Number(from) : null
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status).end()
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(fail('HAND_ON_PORT', { found: `${host}:${port}: ${error.code ?? error.message}` })),
    )
    server.listen(port, host, resolve)
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`
}
