import { useState } from 'react'
import { Link } from 'wouter'
import type { CommonsInfo, CommonsStatus } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { useCommons, useStatus } from '../../state/ask.ts'
import { useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { JoinCommons } from '../welcome/join-commons.tsx'
import { MakeCommons } from '../welcome/make-commons.tsx'
import { CommonsBadges } from './commons-badges.tsx'
import { SyncSentence } from './sync-sentence.tsx'

const NEWEST = 3

export function CommonsList() {
  const { t } = useWords()
  const all = useCommons()
  const { data: status } = useStatus()
  const [open, setOpen] = useState<'make' | 'join' | null>(null)
  return (
    <Page
      title={t('nav.commons')}
      lead={t('commons.lead')}
      actions={
        <>
          <button type="button" className="button" aria-haspopup="dialog" onClick={() => setOpen('join')}>
            {t('welcome.joinButton')}
          </button>
          <button
            type="button"
            className="button button-main"
            aria-haspopup="dialog"
            onClick={() => setOpen('make')}
          >
            {t('welcome.makeButton')}
          </button>
        </>
      }
    >
      <Answer of={all}>
        {(commons) =>
          commons.length === 0 ? (
            <Empty title={t('commons.none')}>
              <Link href="/welcome">{t('commons.noneHow')}</Link>
            </Empty>
          ) : (
            <ul className="cards">
              {commons.map((one) => (
                <Card key={one.id} commons={one} status={status?.commons.find(({ id }) => id === one.id)} />
              ))}
            </ul>
          )
        }
      </Answer>
      <Dialog open={open === 'make'} onClose={() => setOpen(null)} title={t('welcome.make')}>
        <MakeCommons />
      </Dialog>
      <Dialog open={open === 'join'} onClose={() => setOpen(null)} title={t('welcome.join')}>
        <JoinCommons />
      </Dialog>
    </Page>
  )
}

/** What came last, so that one sees where to look. */
function Newest({ commons }: { readonly commons: string }) {
  const { t, ago } = useWords()
  const { data } = useAsk(['find', 'last', commons], (client) =>
    client.find({ commons, kind: 'good', order: 'newest', limit: NEWEST }),
  )
  if (!data || data.results.length === 0) return null
  return (
    <>
      <h3>{t('commons.new')}</h3>
      <ul className="plain">
        {data.results.map(({ id, title, at }) => (
          <li key={id} className="line">
            <Link href={`/goods/${encodeURIComponent(id)}`}>{title}</Link>
            <span className="soft">{ago(at)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Card({
  commons,
  status,
}: {
  readonly commons: CommonsInfo
  readonly status: CommonsStatus | undefined
}) {
  const { t } = useWords()
  return (
    <li className="card">
      <h2>
        <Link href={`/commons/${commons.id}`}>{commons.name}</Link>
      </h2>
      <CommonsBadges commons={commons} />
      {status && (
        <p>
          {t('commons.goods', { count: status.goods })} · {t('commons.drafts', { count: status.drafts })}
        </p>
      )}
      <p className="soft">{!commons.starter && status && <SyncSentence behind={status.behind} />}</p>
      <Newest commons={commons.id} />
    </li>
  )
}
