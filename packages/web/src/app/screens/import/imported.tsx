import { Link } from 'wouter'
import type { ImportResult } from '@allmende/api/client'
import { Page } from '../../parts/page.tsx'
import { useWords } from '../../state/i18n.ts'

/** It is here: what came in, each a click away. */
export function Imported({
  result: { goods, commonsName, public: open },
  onAgain,
}: {
  readonly result: ImportResult
  readonly onAgain: () => void
}) {
  const { t } = useWords()
  const come = goods.filter(({ outcome }) => outcome !== 'refused')
  const refused = goods.length - come.length
  const name = commonsName ?? ''
  return (
    <Page
      title={t('imports.done', { count: come.length })}
      lead={t(open ? 'shared.public' : 'shared.private', { commons: name })}
      actions={
        <button type="button" className="button" onClick={onAgain}>
          {t('imports.again')}
        </button>
      }
    >
      <ul className="plain">
        {come.map(({ id, title, outcome }, index) => (
          <li key={index} className="line">
            {id === null ? (
              (title ?? t('imports.untitled'))
            ) : (
              <Link href={`/goods/${encodeURIComponent(id)}`}>{title ?? t('imports.untitled')}</Link>
            )}
            <span className="soft">
              {t(`imports.did.${outcome === 'new' || outcome === 'version' ? outcome : 'same'}`)}
            </span>
          </li>
        ))}
      </ul>
      {refused > 0 && <p>{t('imports.stayedOut', { count: refused })}</p>}
    </Page>
  )
}
