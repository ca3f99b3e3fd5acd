import i18next from 'i18next'
import { de } from '../src/app/locales/de.ts'
import { en } from '../src/app/locales/en.ts'
import { es } from '../src/app/locales/es.ts'
import { agoIn, bytesIn, momentIn, timeOfDayIn } from '../src/app/state/format.ts'
import type { useWords } from '../src/app/state/i18n.ts'

const CATALOGUES = { en, de, es }
export const LANGUAGES = ['en', 'de', 'es'] as const
export type Words = ReturnType<typeof useWords>

/** What `useWords` gives in the page. */
export async function wordsIn(language: (typeof LANGUAGES)[number], now = 0): Promise<Words> {
  const i18n = i18next.createInstance()
  const resources = { [language]: { translation: CATALOGUES[language] } }
  await i18n.init({ lng: language, resources, interpolation: { escapeValue: false } })
  return {
    t: i18n.t as never,
    language,
    bytes: (count) => bytesIn(language, count),
    moment: (at) => momentIn(language, at),
    timeOfDay: (at) => timeOfDayIn(language, at),
    ago: (at) => agoIn(language, at, now),
    number: String,
  }
}

/** No key that is missing, no value that wasn't filled in. */
export function isSaid(sentence: string): boolean {
  return sentence !== '' && !/\{\{|undefined|^[\w.-]+$/.test(sentence)
}
