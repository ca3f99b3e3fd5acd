import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { en } from '../locales/en.ts'
import { chosenLanguage, type Language, rememberLanguage } from './preferences.ts'
import { agoIn, bytesIn, momentIn, timeOfDayIn } from './format.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}

/** English is in the first load; the others come from the node when they are chosen. */
const OTHERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<object>>> = {
  de: async () => (await import('../locales/de.ts')).de,
  es: async () => (await import('../locales/es.ts')).es,
}

export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React writes text as text.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0])
  await speak(chosenLanguage())
}

export async function chooseLanguage(language: Language): Promise<void> {
  rememberLanguage(language)
  await speak(language)
}

async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', await OTHERS[language]())
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

/** Words, and how to write dates and sizes, in the language of now. */
export function useWords() {
  const { t, i18n } = useTranslation()
  const language = i18n.language as Language
  return {
    t,
    language,
    bytes: (count: number) => bytesIn(language, count),
    moment: (at: number) => momentIn(language, at),
    timeOfDay: (at: number) => timeOfDayIn(language, at),
    ago: (at: number) => agoIn(language, at, Date.now()),
    number: (count: number) => new Intl.NumberFormat(language).format(count),
  }
}
