import { MAX_SNIPPET_SCAN, SNIPPET_LENGTH } from './limits.ts'
import { plainWord } from './search-words.ts'

const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** Characters shown before the word that was found, so that it doesn't stand without its sentence. */
const LEAD = 40

/** The part of a text around the first of the words, as plain text in one line; the beginning if none is in it. */
export function snippet(text: string, words: readonly string[]): string {
  const from = cutBack(text, firstMatch(text, words))
  const part = text
    .slice(from, from + SNIPPET_LENGTH * 2)
    .replaceAll(/\s+/gu, ' ')
    .trim()
  const cut = part.length > SNIPPET_LENGTH ? `${endAtWord(part)} …` : part
  return (from > 0 ? `… ${cut}` : cut).toWellFormed()
}

function firstMatch(text: string, words: readonly string[]): number {
  if (words.length === 0) return 0
  for (const found of text.slice(0, MAX_SNIPPET_SCAN).matchAll(WORD)) {
    const plain = plainWord(found[0])
    if (words.some((word) => plain.startsWith(word))) return found.index
  }
  return 0
}

/** Some words before the match, beginning at one. */
function cutBack(text: string, at: number): number {
  if (at <= LEAD) return 0
  const blank = text.indexOf(' ', at - LEAD)
  return blank === -1 || blank >= at ? at : blank + 1
}

function endAtWord(part: string): string {
  const end = part.lastIndexOf(' ', SNIPPET_LENGTH)
  return part.slice(0, end > SNIPPET_LENGTH / 2 ? end : SNIPPET_LENGTH)
}
