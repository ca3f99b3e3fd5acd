import { useWords } from '../state/i18n.ts'

/** Says that something is on its way. Shown a moment late by the style, so that a quick answer doesn't flicker. */
export function Loading() {
  const { t } = useWords()
  return (
    <p className="loading" role="status">
      {t('common.loading')}
    </p>
  )
}
