import type { TFunction } from 'i18next'
import { told } from '../locales/en/told.ts'
import { isIn, notTold } from './word-trees.ts'

/** What the node found in files, a manifest or a list: where it is, and what the sentence names. */
export type Warned = {
  readonly code: string
  readonly message: string
  readonly values: Readonly<Record<string, string>>
  readonly at: { readonly file: string; readonly line: number | null } | null
}

/** A warning in the language of the page. What isn't known here is said as the node says it. */
export function warningWords({ code, message, values, at }: Warned, t: TFunction): string {
  if (!isIn<keyof typeof told.warning>(told.warning, code)) return message
  const said = t(`warning.${code}`, { ...NOT_TOLD, ...values })
  if (at === null) return said
  const { file, line } = at
  return line === null ? t('warned.inFile', { file, said }) : t('warned.atLine', { file, line, said })
}

const NOT_TOLD = notTold('path', 'other', 'to', 'as', 'expected', 'found', 'key', 'field')
