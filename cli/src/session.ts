import type { EmbedOptions, Served } from '@allmende/api'
import type { AllmendeClient } from '@allmende/api/client'
import { findDaemon, type DaemonInfo } from '@allmende/api/daemon'
import type { Io } from './io.ts'
import type { Options } from './options.ts'
import type { World } from './world.ts'

export type Session = {
  readonly client: AllmendeClient
  /** The running node, or null when this process opened one of its own. */
  readonly daemon: DaemonInfo | null
  /**
   * With a node of our own: lets other commands reach it while this one goes on (their home is locked otherwise).
   * Does nothing with a running node.
   */
  readonly share: (onStop?: () => void) => Promise<Served | null>
  readonly close: () => Promise<void>
}

/** `none`: nothing but this computer. `read`: looks for others as long as the command takes. `full`: goes on serving them. */
export type Reach = 'none' | 'read' | 'full'

export type OpenSession = (reach: Reach) => Promise<Session>

/** A short command may hold the home for a moment: we wait that long before we say so. */
const WAIT_FOR_HOME_MS = 5_000
/** A node that is loading, on a computer with much else to do, answers later than its probe waits. */
const WAIT_FOR_ANSWER_MS = 20_000
const SAY_AFTER_MS = 2_000
const TRY_AGAIN_MS = 100

export type Where = {
  readonly home: string
  readonly options: Options
  readonly io: Io
  readonly world: World
}

/** Reaches the node that runs on the home, or opens one in this process. */
export function openSession(where: Where, reach: Reach): Promise<Session> {
  return whenFree(
    where,
    async () => {
      const found = await findDaemon(where.home)
      if (!found) return openOwn(where, reach)
      warnOfUnused(where)
      await connectAll(found.client, where)
      return { client: found.client, daemon: found.info, share: async () => null, close: async () => {} }
    },
    WAIT_FOR_ANSWER_MS,
  )
}

/** Tries again for a while as long as the home is in use: mostly by a command that is over in a moment. */
export async function whenFree<T>(
  { io, world }: Pick<Where, 'io' | 'world'>,
  open: () => Promise<T>,
  patience = WAIT_FOR_HOME_MS,
): Promise<T> {
  const began = world.now()
  let said = false
  for (;;) {
    try {
      return await open()
    } catch (error) {
      const busy = (error as { code?: string }).code === 'STORE_IN_USE'
      const waited = world.now() - began
      if (!busy || waited > patience || io.signal.aborted) throw error
      if (!said && waited > SAY_AFTER_MS && io.errTty)
        io.note(io.errStyle.dim('Another allmende uses this home: waiting for it …'))
      said ||= waited > SAY_AFTER_MS
    }
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS))
  }
}

async function openOwn(where: Where, reach: Reach): Promise<Session> {
  const { home, world } = where
  const { embed, serve } = await import('@allmende/api')
  const { client, node, guests, close } = await embed(nodeOptions(where, reach))
  let served: Served | null = null
  await connectAll(client, where)
  return {
    client,
    daemon: null,
    share: async (onStop) => {
      served ??= await serve({ node, home, port: 0, clock: world, guests, ...(onStop && { onStop }) })
      return served
    },
    close: async () => {
      await served?.close()
      await close()
    },
  }
}

/** What the options say about a node of our own. */
export function nodeOptions({ home, options, world }: Where, reach: Reach): EmbedOptions {
  const bootstrap = options.list('bootstrap')
  const host = options.text('host')
  const peerPort = options.number('peer-port')
  const relay = relayFrom(options)
  const internet = reach !== 'none' && options.allowed('internet')
  return {
    home,
    internet,
    lan: reach !== 'none' && options.allowed('lan'),
    // Whoever wants to read what others wrote must look for them at once: nothing else would begin to.
    quiet: reach === 'none',
    adoptCopy: options.flag('adopt-copy'),
    ...(bootstrap.length > 0 && { bootstrap }),
    ...(relay && { relay }),
    ...(host !== undefined && { host }),
    ...(peerPort !== undefined && { peerPort }),
    ...(world.openNode && { open: world.openNode }),
  }
}

/** Off unless it is said; a rate or a port alone says it too. */
function relayFrom(options: Where['options']): EmbedOptions['relay'] {
  const bytesPerSecond = options.number('relay-rate')
  const port = options.number('relay-port')
  if (!options.flag('relay') && bytesPerSecond === undefined && port === undefined) return undefined
  return { ...(bytesPerSecond !== undefined && { bytesPerSecond }), ...(port !== undefined && { port }) }
}

async function connectAll(client: AllmendeClient, { options, io }: Where): Promise<void> {
  for (const address of options.list('connect'))
    await client
      .connect(address)
      .catch((error: Error) => io.note(`Could not connect to ${address}: ${error.message}`))
}

function warnOfUnused({ options, io }: Where): void {
  const unused = ['bootstrap', 'host', 'peer-port'].filter(
    (name) => options.list(name).length > 0 || options.text(name) || options.number(name) !== undefined,
  )
  if (unused.length === 0) return
  io.note(
    `A node is running, so ${unused.map((name) => `--${name}`).join(', ')} of this command changes nothing.`,
  )
}
