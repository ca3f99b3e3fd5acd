import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Link } from 'wouter'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { useStore } from '../../state/store.ts'
import { useAskAhead } from './ask-ahead.ts'
import { Facets } from './facets.tsx'
import { filters, type Filters, NO_FILTERS } from './filters.ts'
import { GoodsList } from './goods-list.tsx'
import { pageQuery } from './page-query.ts'

/** All goods of all commons, found as one types. */
export function Goods() {
  const { t } = useWords()
  const client = useClient()
  const wanted = useStore(filters)
  const asked = useDeferredValue(wanted)
  useAskAhead()
  const first = useQuery({ ...pageQuery(client, asked, 0), placeholderData: keepPreviousData })
  // The cards stay those of the last answer until the next one is here; else they would go blank at every letter.
  const [shown, setShown] = useState(asked)
  const there = first.data !== undefined && !first.isPlaceholderData
  if (there && shown !== asked) setShown(asked)
  return (
    <Page title={t('nav.goods')}>
      <Facets />
      <Answer of={first}>
        {(found) => (
          <div aria-busy={!there || wanted !== asked}>
            <p className="soft count" role="status">
              {t('goods.found', { count: found.total })}
              {found.searchedFor !== undefined &&
                ` · ${t('goods.searchedFor', { words: found.searchedFor })}`}
            </p>
            {found.total === 0 ? (
              <NothingFound wanted={asked} near={found.near ?? []} />
            ) : (
              <GoodsList wanted={shown} total={found.total} />
            )}
          </div>
        )}
      </Answer>
    </Page>
  )
}

function NothingFound({ wanted, near }: { readonly wanted: Filters; readonly near: readonly string[] }) {
  const { t } = useWords()
  const narrowed = JSON.stringify(wanted) !== JSON.stringify(NO_FILTERS)
  if (!narrowed)
    return (
      <Empty title={t('goods.none')}>
        <Link href="/share">{t('commons.nothingHow')}</Link>
      </Empty>
    )
  return (
    <Empty title={t('goods.noneFits')}>
      {near.length > 0 && (
        <p>
          {t('goods.near')}{' '}
          {near.map((word) => (
            <button
              key={word}
              type="button"
              className="button button-small"
              onClick={() => filters.set({ ...wanted, words: word })}
            >
              {word}
            </button>
          ))}
        </p>
      )}
      <button type="button" className="button" onClick={() => filters.set(NO_FILTERS)}>
        {t('goods.clear')}
      </button>
    </Empty>
  )
}
