import { MAX_SEARCH_LENGTH, MAX_SEARCH_WORDS } from './limits.ts'

/** What a person typed, taken apart. */
export type SearchWords = {
  /** An expression for FTS5, or null if there is nothing to look for. */
  match: string | null
  /** The words in it, as `plainWord` makes them, for finding the place of a snippet. */
  words: string[]
}

/** A phrase in quotes, or anything without blanks. A quote that is never closed is left out. */
const PART = /"([^"]*)"|[^\s"]+/gu
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu

/**
 * Turns any text into an expression that FTS5 can't stumble over: only letters and digits get through, each
 * group of them as a quoted string, so that nothing typed is ever read as an operator. Parts are joined by "and";
 * the last one is a beginning unless it is in quotes.
 */
export function searchWords(typed: string): SearchWords {
  const parts = [...typed.slice(0, MAX_SEARCH_LENGTH).toWellFormed().matchAll(PART)]
    .map(([part, quoted]) => ({ words: (quoted ?? part).match(WORD) ?? [], quoted: quoted !== undefined }))
    .filter(({ words }) => words.length > 0)
    .slice(0, MAX_SEARCH_WORDS)
  if (parts.length === 0) return { match: null, words: [] }
  const last = parts.length - 1
  const match = parts
    .map(({ words, quoted }, at) => `"${words.join(' ')}"${at === last && !quoted ? ' *' : ''}`)
    .join(' AND ')
  return { match, words: parts.flatMap(({ words }) => words.map(plainWord)) }
}

/** A word without accents and case, much as the index keeps it. */
export function plainWord(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
