import { fail } from './errors.ts'

/** One of some words, or WORD_UNKNOWN with all of them. `what` says what it is the word for. */
export function oneOf<Word extends string>(words: readonly Word[], found: string, what: string): Word {
  const known = words.find((word) => word === found.trim().toLowerCase())
  if (!known) throw fail('WORD_UNKNOWN', { expected: words.join(', '), what, found })
  return known
}
