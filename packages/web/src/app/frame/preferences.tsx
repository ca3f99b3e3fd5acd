import { Field } from '../parts/field.tsx'
import { chooseLanguage, useWords } from '../state/i18n.ts'
import { chooseTheme, type Language, LANGUAGES, theme, THEMES, type Theme } from '../state/preferences.ts'
import { useStore } from '../state/store.ts'

export function Preferences() {
  const { t, language } = useWords()
  const chosen = useStore(theme)
  return (
    <div className="stack">
      <Field label={t('settings.language')}>
        {(ids) => (
          <select
            {...ids}
            value={language}
            onChange={({ target }) => void chooseLanguage(target.value as Language)}
          >
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('settings.theme')}>
        {(ids) => (
          <select {...ids} value={chosen} onChange={({ target }) => chooseTheme(target.value as Theme)}>
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {t(`settings.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  )
}
