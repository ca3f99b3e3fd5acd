import { isAbsolute, join, resolve } from 'node:path'
import type { Action } from './action.ts'
import { ioFor } from './io.ts'
import { optionsFrom } from './options.ts'
import type { Parsed } from './parse.ts'
import type { Reach, Session } from './session.ts'
import { tellError } from './tell-error.ts'
import type { World } from './world.ts'

/** What a shell expects of a program that a signal ended: 128 and the signal's number. */
const STATUS_OF = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
/** As a shell says of a program whose reader went away (SIGPIPE). */
const BROKEN_PIPE = 141

/** Runs one command. Resolves to the exit status. */
export async function act(
  { command, args, values }: Extract<Parsed, { type: 'command' }>,
  world: World,
): Promise<number> {
  const interrupt = new AbortController()
  let ended = 0
  const off = world.onSignal((signal) => {
    // The second time somebody means it: at once, whatever is open. What was acknowledged is on disk.
    if (ended !== 0) return world.abandon(STATUS_OF[signal])
    ended = STATUS_OF[signal]
    interrupt.abort()
  })
  const json = values['json'] === true
  world.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    // `start` serves others whether somebody reads its lines or not.
    if (command.name !== 'start') world.abandon(BROKEN_PIPE)
  })
  const io = ioFor(world, { json, signal: interrupt.signal })
  const options = optionsFrom(values)
  const home = homeOf(options.text('home'), world)
  const sessions: Session[] = []
  try {
    const action: Action = await command.load()
    const open = async (reach: Reach) => {
      const { openSession } = await import('./session.ts')
      const session = await openSession({ home, options, io, world }, reach)
      sessions.push(session)
      return session
    }
    const status = await action({ args, options, home, cwd: world.cwd, io, open, world })
    await closeAll(sessions)
    return status ?? 0
  } catch (error) {
    await closeAll(sessions).catch(() => {})
    const cancelled = ended !== 0 && isCancelled(error)
    if (!cancelled || json) tellError(error, world, json)
    else {
      // On a terminal the line begins with ^C.
      const goesOn = command.name === 'copy' ? ' The same command goes on from there.' : ''
      io.note(`${io.errTty ? '\n' : ''}Stopped before it was done.${goesOn}`)
    }
    return cancelled ? ended : isUsage(error) ? 2 : 1
  } finally {
    off()
  }
}

async function closeAll(sessions: Session[]): Promise<void> {
  for (const session of sessions.splice(0)) await session.close()
}

/** What only the command itself could tell: options that go together, and the like. */
function isUsage(error: unknown): boolean {
  return (error as { code?: string }).code === 'USAGE'
}

function isCancelled(error: unknown): boolean {
  const { code, name } = error as { code?: string; name?: string }
  return code === 'CANCELLED' || name === 'AbortError'
}

/** `--home`, else ALLMENDE_HOME, else `.allmende` in the user's home. */
export function homeOf(given: string | undefined, { env, cwd, userHome }: World): string {
  const chosen = given ?? env['ALLMENDE_HOME']
  if (!chosen) return join(userHome, '.allmende')
  return isAbsolute(chosen) ? chosen : resolve(cwd, chosen)
}
