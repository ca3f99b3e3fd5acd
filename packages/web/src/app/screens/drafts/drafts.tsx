import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { DraftInfo, DraftList } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { CommonsChoice } from '../../parts/commons-choice.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { More } from '../../parts/more.tsx'
import { Page } from '../../parts/page.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Problem } from '../../parts/problem.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useCommons } from '../../state/ask.ts'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { usePages } from '../../state/pages.ts'

/** Drafts fetched at once. */
const PAGE = 100

export function Drafts() {
  const { t, ago } = useWords()
  const [making, setMaking] = useState(false)
  const drafts = usePages<DraftList>(['drafts', null], (client, page) =>
    client.listDrafts({ limit: PAGE, ...page }),
  )
  return (
    <Page
      title={t('nav.drafts')}
      lead={t('drafts.lead')}
      actions={
        <button
          type="button"
          className="button button-main"
          aria-haspopup="dialog"
          onClick={() => setMaking(true)}
        >
          {t('drafts.new')}
        </button>
      }
    >
      <Answer of={drafts}>
        {({ pages }) =>
          pages[0]?.drafts.length === 0 ? (
            <Empty title={t('drafts.none')}>{t('drafts.noneWhy')}</Empty>
          ) : (
            <ul className="plain">
              {pages
                .flatMap(({ drafts: some }) => some)
                .map((draft) => (
                  <li key={draft.id} className="line">
                    <div>
                      <Link href={`/drafts/${encodeURIComponent(draft.id)}`} className="line-title">
                        {draft.title}
                      </Link>
                      <p className="soft">
                        <PersonName name={draft.authorName} id={draft.author} /> · {draft.commonsName} ·{' '}
                        {ago(draft.at)}
                      </p>
                    </div>
                  </li>
                ))}
            </ul>
          )
        }
      </Answer>
      <More of={drafts} />
      <Dialog open={making} onClose={() => setMaking(false)} title={t('drafts.new')}>
        <NewDraft />
      </Dialog>
    </Page>
  )
}

function NewDraft() {
  const { t } = useWords()
  const [, go] = useLocation()
  const { data: commons = [] } = useCommons()
  const [title, setTitle] = useState('')
  const [into, setInto] = useState<string | null>(null)
  const [everybody, setEverybody] = useState(false)
  const target = into ?? commons.find(({ current }) => current)?.id ?? commons[0]?.id
  const make = useAct<null, DraftInfo>((client) =>
    client.createDraft({
      title: title.trim(),
      editors: everybody ? 'commons' : 'invited',
      ...(target !== undefined && { commons: target }),
    }),
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        make.mutate(null, { onSuccess: ({ id }) => go(`/drafts/${encodeURIComponent(id)}`) })
      }}
    >
      <TextField label={t('share.title')} required maxLength={200} value={title} onType={setTitle} />
      <CommonsChoice label={t('goods.commons')} value={target} onChoose={setInto} />
      <label className="check">
        <input
          type="checkbox"
          checked={everybody}
          onChange={({ target: { checked } }) => setEverybody(checked)}
        />
        {t('drafts.everybody')}
      </label>
      <p className="soft">{t('drafts.onlyMe')}</p>
      <button type="submit" className="button button-main" disabled={make.isPending}>
        {t('drafts.begin')}
      </button>
      {make.error && <Problem error={make.error} again={false} />}
    </form>
  )
}
