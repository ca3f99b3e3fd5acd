import { plainWord } from './search-words.ts'

/** A text without accents, case and needless blanks, for comparing what people typed in two places. */
export function plainText(text: string): string {
  return plainWord(text).replaceAll(/\s+/gu, ' ').trim()
}
