import type { AllmendeNode, CommonsInfo } from '@allmende/api/client'
import { findDaemon } from '@allmende/api/daemon'
import type { Logger } from '@allmende/vocabulary'
import type { Action, Invocation } from '../action.ts'
import type { Io } from '../io.ts'
import { nodeOptions, whenFree } from '../session.ts'
import type { World } from '../world.ts'
import { liveLines } from './live.ts'
import { keptWords } from './mirror-words.ts'
import { reachLines } from './reach.ts'
import { tellSafe } from './safe.ts'
import { untilStopped } from './until-stopped.ts'
import { tellWords } from './words.ts'

/** Runs a node with its API and page until it is told to stop. */
export const start: Action = async (invocation) => {
  const { io, options, home, world } = invocation
  const { inUse, openHome, serve } = await import('@allmende/api')
  if (await findDaemon(home)) throw await inUse(home)
  const logger = loggerOn(io, options.flag('verbose') ? world : null)
  const opening = { ...nodeOptions({ home, options, io, world }, 'full'), logger }
  const node = await whenFree(invocation, () => openHome(opening))
  const { stop, stopped } = untilStopped(io.signal)
  try {
    const port = options.number('port')
    const server = await serve({
      node,
      home,
      logger,
      clock: world,
      onStop: stop,
      ...(port !== undefined && { port }),
    })
    try {
      await run(invocation, node, server, stopped)
    } finally {
      await tellSafe(io, node)
      io.note('Stopping …')
      await server.close()
    }
  } finally {
    await node.close()
  }
}

type Server = { readonly url: string; readonly pageUrl: string }

async function run(
  { io, options, home }: Invocation,
  node: AllmendeNode,
  server: Server,
  stopped: Promise<void>,
) {
  if (options.flag('starter')) await makeStarter(io, node)
  await connectAll(io, node, options.list('connect'))
  if (io.json) {
    // The address of the page, with a code behind the `#` that opens it once. `api` is the same without.
    const { pageUrl: url, url: api } = server
    io.say(JSON.stringify({ url, home, node: node.id, api, pid: process.pid }))
    return stopped
  }
  const clean = await io.clean()
  const { network, commons } = await node.status()
  io.say(io.style.bold(`Page: ${server.pageUrl}`))
  io.say(
    io.style.dim(
      '      (for this computer only; opens the page once, `allmende status` shows another address)',
    ),
  )
  io.say(`Home: ${home}`)
  io.say('Others reach you')
  for (const line of reachLines(network, clean)) io.say(`  ${line}`)
  const { keeps } = await node.mirrors()
  if (keeps.length > 0) io.say(keptWords(keeps.length))
  else if (commons.length === 0) await offerStarter(io, node, options.allowed('starter'))
  io.say(io.style.dim('Running until Ctrl-C.'))
  const off = node.on(liveLines(clean, io.say))
  await stopped.finally(off)
}

/** A first start on a terminal: nothing should be empty. */
async function offerStarter(io: Io, node: AllmendeNode, offer: boolean): Promise<void> {
  const wanted = io.interactive && offer && (await accepted(io))
  if (wanted) await makeStarter(io, node)
  else
    io.say(
      'You have no commons yet: make one with `allmende commons create NAME`, or join one with its link.',
    )
}

async function accepted(io: Io): Promise<boolean> {
  try {
    return await io.prompt.yes(
      'Make a starter commons on this computer, with a few goods and the manual?',
      true,
    )
  } catch (error) {
    // Ctrl-C at the question means to stop, which the caller sees by itself.
    if (io.signal.aborted) return false
    throw error
  }
}

async function makeStarter(io: Io, node: AllmendeNode): Promise<CommonsInfo> {
  const starter = await node.createStarter()
  io.note(
    `The commons "${starter.name}" is on this computer. Look at it on the page, or with \`allmende find\`.`,
  )
  tellWords(io, starter.words)
  return starter
}

async function connectAll(io: Io, node: AllmendeNode, addresses: readonly string[]): Promise<void> {
  for (const address of addresses)
    await node
      .connect(address)
      .catch((error: Error) => io.tell(`Could not connect to ${address}: ${error.message}`))
}

/** Warnings and errors of the node go to standard error, each in a line; with a clock everything does, with its time. */
function loggerOn(io: Io, clock: World | null): Logger {
  const line =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      const at = clock ? `${new Date(clock.now()).toISOString().slice(11, 23)} ` : ''
      const more = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : ''
      io.tell(`${at}${level}: ${message}${more}`.replaceAll(/\p{Cc}/gu, ' '))
    }
  const verbose = (level: string) => (clock ? line(level) : () => {})
  return { debug: verbose('debug'), info: verbose('info'), warn: line('warning'), error: line('error') }
}
