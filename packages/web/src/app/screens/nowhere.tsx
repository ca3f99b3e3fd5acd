import { Link } from 'wouter'
import { Page } from '../parts/page.tsx'
import { useWords } from '../state/i18n.ts'

export function Nowhere() {
  const { t } = useWords()
  return (
    <Page title={t('nowhere.title')}>
      <p>
        {t('nowhere.why')} <Link href="/">{t('nowhere.home')}</Link>
      </p>
    </Page>
  )
}
