import { createStore } from './store.ts'

export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español' } as const
export type Language = keyof typeof LANGUAGES
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const LANGUAGE_KEY = 'allmende-language'
const THEME_KEY = 'allmende-theme'

/** The first language that the person reads and the page speaks; English if there is none. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.split('-')[0] ?? ''
    if (language in LANGUAGES) return language as Language
  }
  return 'en'
}

export const theme = createStore<Theme>('system')

export function chosenLanguage(): Language {
  return languageFor([localStorage.getItem(LANGUAGE_KEY) ?? '', ...navigator.languages])
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(LANGUAGE_KEY, language)
}

/** Before the first drawing, so that the page doesn't flash in the other colours. */
export function applyChosenTheme(): void {
  const chosen = localStorage.getItem(THEME_KEY)
  setTheme(THEMES.find((one) => one === chosen) ?? 'system')
}

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(THEME_KEY, chosen)
  setTheme(chosen)
}

function setTheme(chosen: Theme): void {
  document.documentElement.dataset['theme'] = chosen
  theme.set(chosen)
}
