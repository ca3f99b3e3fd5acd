import { useWords } from '../../state/i18n.ts'

/** How a commons stands with what others have. "Unknown" is said where it is: "up to date" would be a guess. */
export function SyncSentence({ behind }: { readonly behind: number | null }) {
  const { t } = useWords()
  if (behind === null) return <>{t('sync.unknown')}</>
  return <>{behind === 0 ? t('sync.even') : t('sync.behind', { count: behind })}</>
}
