import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text as wholeOf } from 'node:stream/consumers'
import type { Invocation } from '../action.ts'
import { fail } from '../errors.ts'

/**
 * The 24 words: from the file named, else asked for without showing them. Never an argument: those stand in the list of
 * processes and in the shell's history.
 */
export async function askWords(
  { io, options, cwd, world }: Pick<Invocation, 'io' | 'options' | 'cwd' | 'world'>,
  why: string,
): Promise<string> {
  const file = options.text('words-file')
  if (file === '-') return checked(await wholeOf(world.stdin))
  if (file !== undefined) return checked(await readFile(resolve(cwd, file), 'utf8'))
  if (!io.interactive) throw fail('WORDS_WANTED')
  io.note(why)
  return checked(await io.prompt.secret('Your 24 words, in their order (not shown): '))
}

/** Numbers and points of a list written down are left out. */
function checked(text: string): string {
  const words = text
    .replaceAll(/[0-9.,]/g, ' ')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
  if (words.length === 0) throw fail('WORDS_WANTED', { found: 'nothing' })
  return words.join(' ')
}
