import type { Invocation } from '../action.ts'
import { fail } from '../errors.ts'

/** `--at "words"`, `--line 3` or `--line 3:5`; nothing for the draft as a whole. */
export function passageOf({ options }: Invocation): { quote?: string; line?: number; toLine?: number } {
  const quote = options.text('at')
  const lines = options.text('line')
  if (quote !== undefined && lines !== undefined)
    throw fail('USAGE', { expected: 'either --at or --line', found: 'both' })
  if (quote !== undefined) return { quote }
  if (lines === undefined) return {}
  const [, from, to] = /^(\d{1,7})(?::(\d{1,7}))?$/.exec(lines) ?? []
  if (from === undefined || Number(from) < 1)
    throw fail('USAGE', { expected: '--line N or --line N:M, from 1', found: lines })
  return { line: Number(from), ...(to !== undefined && { toLine: Number(to) }) }
}
