import type { CommonsInfo } from '@allmende/api/client'
import { useWords } from '../../state/i18n.ts'

export function CommonsBadges({ commons }: { readonly commons: CommonsInfo }) {
  const { t } = useWords()
  return (
    <p className="badges">
      <span className="badge">
        {commons.starter ? t('commons.starter') : t(commons.public ? 'commons.public' : 'commons.private')}
      </span>
      {commons.current && <span className="badge badge-good">{t('commons.current')}</span>}
      {commons.listed && <span className="badge">{t('listing.listed')}</span>}
      {commons.outdated && <span className="badge badge-bad">{t('commons.outdated')}</span>}
    </p>
  )
}
