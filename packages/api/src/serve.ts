import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { AllmendeNode } from '@allmende/node'
import type { Logger } from '@allmende/vocabulary'
import { fail } from './errors.ts'
import { GuestDesk } from './guests/desk.ts'
import { removeDaemon, writeDaemon, type DaemonInfo } from './home/daemon-file.ts'
import { sameSecret } from './home/same-secret.ts'
import { ensureToken, proofOf } from './home/token.ts'
import { CLOSE_GRACE_MS, DEFAULT_PORT } from './limits.ts'
import { createActivity } from './server/activity.ts'
import { buildApp } from './server/app.ts'
import { installedAssets, type Assets } from './server/assets.ts'
import { createEventLog } from './server/event-log.ts'
import { createPages } from './server/pages.ts'
import { createRates } from './server/rates.ts'
import { quietLogger } from './quiet-logger.ts'
import { VERSION } from './version.ts'

export type ServeOptions = {
  readonly node: AllmendeNode
  readonly home: string
  /** Exactly this one (0: any free one). Left out: 4747, or any free one if that is taken. */
  readonly port?: number
  /** Only '127.0.0.1' is accepted. */
  readonly host?: string
  readonly logger?: Logger
  /** Called once, after the answer, when a client asks the daemon to stop. Closing is the caller's. */
  readonly onStop?: () => void
  /** The page's files; those of @allmende/web when left out. */
  readonly assets?: Assets
  /** Who lets guests in, where somebody does already. */
  readonly guests?: GuestDesk
  /** Sockets at once: MAX_CONNECTIONS when left out. */
  readonly connections?: number
  readonly random?: { bytes(count: number): Uint8Array }
  readonly clock?: { now(): number }
}

export type Served = {
  readonly url: string
  readonly port: number
  /**
   * The address of the page, with a code in the fragment (which browsers don't send) that opens it once. Another one each time
   * the last was used.
   */
  readonly pageUrl: string
  /** Ends what is being answered, closes the port and removes daemon.json. The node stays open. */
  readonly close: () => Promise<void>
}

const LOOPBACK = '127.0.0.1'

/**
 * Serves the API and the page on the loopback address. When it resolves, the port answers and `daemon.json` says where.
 * Errors: BIND_REFUSED, PORT_TAKEN, TOKEN_UNSAFE.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { node, home, host = LOOPBACK, logger = quietLogger, clock = Date } = options
  const random = options.random ?? { bytes: randomBytes }
  if (host !== LOOPBACK) throw fail('BIND_REFUSED', { expected: LOOPBACK, found: host })
  const token = await ensureToken(home, random)
  const pages = createPages({ clock, random })
  const events = createEventLog(Buffer.from(random.bytes(8)).toString('hex'))
  const guests = options.guests ?? new GuestDesk({ node, logger, random, clock })
  const activity = createActivity()
  const at = { port: 0, url: '' }
  const pageUrl = () => `${at.url}/#code=${pages.code()}`
  let stopping = false
  const app = buildApp({
    node,
    access: {
      port: () => at.port,
      whose: (shown) => (sameSecret(token, shown) ? 'file' : pages.pageOf(shown)),
      rates: createRates(clock),
    },
    events,
    assets: options.assets ?? (await installedAssets()),
    callers: new Map(),
    ...(options.connections !== undefined && { connections: options.connections }),
    activity,
    logger,
    daemon: {
      version: VERSION,
      pid: process.pid,
      prove: (nonce) => proofOf(token, nonce),
      pageUrl,
      pages,
      guests,
      stop: () => {
        if (!stopping) setImmediate(() => options.onStop?.())
        stopping = true
      },
    },
  })
  // Before anybody can ask: an event that nobody was told of yet must have its place.
  const off = node.on(events.add)
  at.port = await listen(app, options.port).catch((error: unknown) => {
    off()
    throw error
  })
  at.url = `http://${LOOPBACK}:${at.port}`
  const info: DaemonInfo = { port: at.port, pid: process.pid, url: at.url, started: clock.now() }
  await writeDaemon(home, info).catch(async (error: unknown) => {
    off()
    await app.close()
    throw error
  })
  const close = async () => {
    await guests.stop()
    activity.stop(fail('NODE_STOPPING'))
    await Promise.race([activity.idle(), afterGrace()])
    await app.close()
    off()
    await removeDaemon(home, info)
  }
  return servedAt({ ...at, pageUrl, close })
}

/** The address of the page is made when it is looked at: it may have been used since. */
function servedAt({
  url,
  port,
  pageUrl,
  close,
}: Pick<Served, 'url' | 'port' | 'close'> & { readonly pageUrl: () => string }): Served {
  let closing: Promise<void> | null = null
  return {
    url,
    port,
    get pageUrl() {
      return pageUrl()
    },
    close: () => (closing ??= close()),
  }
}

async function listen(app: FastifyInstance, wanted: number | undefined): Promise<number> {
  try {
    await app.listen({ host: LOOPBACK, port: wanted ?? DEFAULT_PORT })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    if (wanted !== undefined) {
      await app.close()
      throw fail('PORT_TAKEN', { port: wanted, cause: error })
    }
    await app.listen({ host: LOOPBACK, port: 0 })
  }
  return (app.server.address() as AddressInfo).port
}

/** Streams need a moment to send their last line. Whoever doesn't read it is cut off. */
function afterGrace(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, CLOSE_GRACE_MS).unref()
  })
}
