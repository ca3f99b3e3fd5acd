import type { TFunction } from 'i18next'
import { refused } from '../locales/en/refused.ts'
import type { Said } from './problem.ts'
import { isIn } from './word-trees.ts'

/**
 * A refusal of the node in words for somebody at the page, who types no commands; null for one that people at the page
 * hardly ever meet, which is said as the node says it.
 */
export function refusedWords({ code, expected, found }: Said, t: TFunction): string | null {
  if (!isIn<keyof typeof refused.refused>(refused.refused, code)) return null
  // What isn't told must not leave a hole in the sentence.
  return t(`refused.${code}`, { expected: expected ?? '…', found: found ?? '…' })
}
