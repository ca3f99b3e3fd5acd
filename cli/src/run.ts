import { isAbsolute, join, resolve } from 'node:path'
import type { Action } from './action.ts'
import { toldOf } from './errors.ts'
import { ioFor } from './io.ts'
import { optionsFrom } from './options.ts'
import { helpOf, helpOfAll, helpOfGroup } from './help.ts'
import { parse, type Parsed } from './parse.ts'
import type { Session } from './session.ts'
import { styleFor } from './terminal/style.ts'
import { VERSION } from './version.ts'
import type { World } from './world.ts'

/** What a shell expects of a program that a signal ended: 128 and the signal's number. */
const STATUS_OF = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
/** As a shell says of a program whose reader went away (SIGPIPE). */
const BROKEN_PIPE = 141

/** Runs the program. Resolves to its exit status: 0 it did what it said, 1 it failed, 2 wrong usage, 130 Ctrl-C. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  const parsed = parse(argv)
  if (parsed.type === 'command') return act(parsed, world)
  if (parsed.type === 'usage') {
    tellError(parsed.error, world, parsed.json)
    return 2
  }
  const style = styleFor(world.stdout.isTTY === true, world.env)
  if (parsed.type === 'version') world.stdout.write(`${VERSION}\n`)
  else if (parsed.of === null) world.stdout.write(helpOfAll(style))
  else if (typeof parsed.of === 'string') world.stdout.write(helpOfGroup(parsed.of, style))
  else world.stdout.write(helpOf(parsed.of, style))
  return 0
}

async function act(
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
    const open = async (reach: 'none' | 'read' | 'full') => {
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
    return cancelled ? ended : 1
  } finally {
    off()
  }
}

async function closeAll(sessions: Session[]): Promise<void> {
  for (const session of sessions.splice(0)) await session.close()
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

/** In words on standard error; with --json as a document on standard output. */
function tellError(error: unknown, world: World, json: boolean): void {
  const told = toldOf(error)
  if (json) {
    world.stdout.write(`${JSON.stringify({ error: told })}\n`)
    return
  }
  const style = styleFor(world.stderr.isTTY === true, world.env)
  const lines = [`${style.red('Error:')} ${safe(told.message)}`]
  if (told.expected !== undefined) lines.push(`  expected: ${safe(told.expected)}`)
  if (told.found !== undefined) lines.push(`  found:    ${safe(told.found)}`)
  if (told.hint !== undefined) lines.push(`  ${style.bold('what to do:')} ${safe(told.hint)}`)
  world.stderr.write(`${lines.join('\n')}\n`)
}

/**
 * An error may quote what a peer wrote. Line ends stay (lists of licences have them); the full cleaning of the
 * vocabulary would have to be loaded first, and that might be what failed.
 */
function safe(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, ' ')
}
