import { toldOf } from './errors.ts'
import { styleFor } from './terminal/style.ts'
import type { World } from './world.ts'

/** In words on standard error; with --json as a document on standard output. */
export function tellError(error: unknown, world: World, json: boolean): void {
  const told = toldOf(error)
  if (json) {
    world.stdout.write(`${JSON.stringify({ error: told })}\n`)
    return
  }
  // What the message says already is not said again.
  const says = (detail: string | undefined): detail is string =>
    detail !== undefined && !told.message.includes(detail)
  const style = styleFor(world.stderr.isTTY === true, world.env)
  const lines = [`${style.red('Error:')} ${safe(told.message)}`]
  if (says(told.expected)) lines.push(`  expected: ${safe(told.expected)}`)
  if (says(told.found)) lines.push(`  found:    ${safe(told.found)}`)
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
