import { Link } from 'wouter'
import { Empty } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { useWords } from '../../state/i18n.ts'

/** There is no commons yet that it could go into. */
export function NoCommons({ title, lead }: { readonly title: string; readonly lead: string }) {
  const { t } = useWords()
  return (
    <Page title={title} lead={lead}>
      <Empty title={t('commons.none')}>
        <Link href="/welcome">{t('commons.noneHow')}</Link>
      </Empty>
    </Page>
  )
}
