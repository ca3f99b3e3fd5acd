import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { AllmendeNode, OpenNodeOptions } from '@allmende/node'
import { cancelledError } from './client/error.ts'
import { createClient, type AllmendeClient } from './client/client.ts'
import type { ClientTransport, Request } from './client/transport.ts'
import { fail, storeInUse } from './errors.ts'
import { GuestDesk } from './guests/desk.ts'
import { readDaemon } from './home/daemon-file.ts'
import { isAlive } from './home/find-daemon.ts'
import { quietLogger } from './quiet-logger.ts'
import { createActivity } from './server/activity.ts'
import { createEventLog } from './server/event-log.ts'
import { buildApp } from './server/app.ts'
import { CALL_HEADER, type Callers } from './server/callers.ts'
import { VERSION } from './version.ts'

export type OpenNode = (options: OpenNodeOptions) => Promise<AllmendeNode>

export type EmbedOptions = OpenNodeOptions & {
  /** What opens the node; @allmende/node when left out. */
  readonly open?: OpenNode
}

export type Embedded = {
  readonly client: AllmendeClient
  readonly node: AllmendeNode
  readonly guests: GuestDesk
  /** Ends what is being done and closes the node. */
  readonly close: () => Promise<void>
}

/**
 * Opens a node in this process and speaks to it through the very API that a daemon serves, without a socket.
 * Errors: STORE_IN_USE when another process has the home, and what opening a node throws.
 */
export async function embed(options: EmbedOptions): Promise<Embedded> {
  const node = await openHome(options)
  const activity = createActivity()
  const callers: Callers = new Map()
  const logger = options.logger ?? quietLogger
  const guests = new GuestDesk({ node, logger })
  const needsDaemon = () => {
    throw fail('NODE_NOT_RUNNING', { home: options.home })
  }
  const events = createEventLog(randomBytes(8).toString('hex'))
  const off = node.on(events.add)
  const app = buildApp({
    node,
    access: null,
    assets: new Map(),
    callers,
    events,
    activity,
    logger,
    daemon: {
      version: VERSION,
      pid: process.pid,
      prove: () => null,
      guests,
      pageUrl: needsDaemon,
      pages: { enter: needsDaemon, tabCode: needsDaemon },
      stop: needsDaemon,
    },
  })
  await app.ready()
  let closing: Promise<void> | null = null
  const close = async () => {
    await guests.stop()
    activity.stop(fail('NODE_STOPPING'))
    await app.close()
    off()
    await node.close()
  }
  return {
    client: createClient(withinProcess(app, callers)),
    node,
    guests,
    close: () => (closing ??= close()),
  }
}

/** Opens a node; a home that another process has is said in words, with who has it. */
export async function openHome({ open, ...options }: EmbedOptions): Promise<AllmendeNode> {
  const openNode = open ?? (await installedNode())
  try {
    return await openNode(options)
  } catch (error) {
    if (!isLocked(error)) throw error
    throw await inUse(options.home, error)
  }
}

/** STORE_IN_USE, naming the process and the address if they are known. */
export async function inUse(home: string, cause?: unknown): Promise<Error> {
  const info = await readDaemon(home)
  const running = info && isAlive(info.pid)
  const found = running
    ? `a running node: pid ${info.pid}, ${info.url}`
    : 'a command that is still at work there'
  return storeInUse({ home, found, cause })
}

/** The lock's own words°, or the code the store gives them. */
function isLocked(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return /_LOCKED$|_IN_USE$/.test(code) || message.includes('could not be locked')
}

async function installedNode(): Promise<OpenNode> {
  const { openNode } = await import('@allmende/node')
  return openNode
}

async function payloadOf(body: unknown, bytes: Request['bytes']): Promise<{ payload?: string | Buffer }> {
  if (bytes instanceof Blob) return { payload: Buffer.from(await bytes.arrayBuffer()) }
  if (bytes) return { payload: Buffer.from(bytes) }
  return body === undefined ? {} : { payload: JSON.stringify(body) }
}

function withinProcess(app: FastifyInstance, callers: Callers): ClientTransport {
  let calls = 0
  return async ({ method, path, body, bytes, signal }) => {
    if (signal?.aborted) throw cancelledError()
    const call = String(++calls)
    if (signal) callers.set(call, signal)
    const type = bytes ? 'application/octet-stream' : body === undefined ? undefined : 'application/json'
    const headers = { [CALL_HEADER]: call, ...(type !== undefined && { 'content-type': type }) }
    const payload = await payloadOf(body, bytes)
    const response = await app.inject({ method, url: path, headers, payloadAsStream: true, ...payload })
    const stream = response.stream()
    // The server is told by the signal; the reader shall not wait for what it makes of it.
    const cut = () => stream.destroy(cancelledError())
    if (signal?.aborted) cut()
    signal?.addEventListener('abort', cut, { once: true })
    stream.once('close', () => {
      callers.delete(call)
      signal?.removeEventListener('abort', cut)
    })
    return { status: response.statusCode, body: stream }
  }
}
