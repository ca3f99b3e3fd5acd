import type { HereInfo } from '../editor/contract.ts'
import { nameOf } from '../editor/people.ts'
import type { Words } from './words.ts'

/** Who else is here, as a sentence. */
export function peopleWords(all: readonly HereInfo[], words: Words): string {
  const names = [...new Set(all.map(nameOf))]
  if (names.length === 0) return words.alone
  return words.are(new Intl.ListFormat(document.documentElement.lang).format(names), names.length === 1)
}
