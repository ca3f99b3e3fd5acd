import { MAX_SEARCH_LENGTH, MAX_SEARCH_WORDS } from './limits.ts'

/** A phrase in quotes, or what stood between blanks: one word, or several joined by other characters. */
export type SearchPart = { words: string[]; quoted: boolean }

/** A phrase in quotes, or anything without blanks. A quote that is never closed is left out. */
const PART = /"([^"]*)"|[^\s"]+/gu
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu

/** Takes apart what a person typed. Only letters and digits get through, so that nothing typed is ever read as an operator. */
export function searchParts(typed: string): SearchPart[] {
  return [...typed.slice(0, MAX_SEARCH_LENGTH).toWellFormed().matchAll(PART)]
    .map(([part, quoted]) => ({ words: wordsOf(quoted ?? part), quoted: quoted !== undefined }))
    .filter(({ words }) => words.length > 0)
    .slice(0, MAX_SEARCH_WORDS)
}

/** The words of a text as they stand in it, without what is between them. */
export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? []
}

/**
 * An expression for FTS5 that it can't stumble over: each group of words as a quoted string, joined by "and"; the last
 * one is a beginning unless it is in quotes. Null if there is nothing to look for.
 */
export function matchOf(parts: readonly SearchPart[]): string | null {
  const last = parts.length - 1
  const each = parts.map(
    ({ words, quoted }, at) => `"${words.join(' ')}"${at === last && !quoted ? ' *' : ''}`,
  )
  return each.length === 0 ? null : each.join(' AND ')
}

/** The words in it, for finding the place of a snippet. */
export function plainWords(parts: readonly SearchPart[]): string[] {
  return parts.flatMap(({ words }) => words.map(plainWord))
}

/** The same as a person would have typed it. */
export function typedAs(parts: readonly SearchPart[]): string {
  return parts.map(({ words, quoted }) => (quoted ? `"${words.join(' ')}"` : words.join('-'))).join(' ')
}

/** A word without accents and case, much as the index keeps it. */
export function plainWord(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
