import { useState } from 'react'
import { Link } from 'wouter'
import type { UseQueryResult } from '@tanstack/react-query'
import type { AllmendeClient, CommonsInfo, DraftList, FindAnswer } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { COMMONS_FORMATS, ExportForm } from '../../parts/export-form.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useCommons, useMembers, useStatus } from '../../state/ask.ts'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { GoodCard } from '../goods/good-card.tsx'
import { filters, NO_FILTERS } from '../goods/filters.ts'
import { Nowhere } from '../nowhere.tsx'
import { CommonsBadges } from './commons-badges.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { Listing } from './listing.tsx'
import { SyncSentence } from './sync-sentence.tsx'
import { WhoIsHere } from './who-is-here.tsx'

const SHOWN = 6
const SECTIONS = 4

type Opened = 'invite' | 'export' | 'listing'

/** A commons: what is new and alive in it, who is here, how it stands with others, and how to bring somebody in. */
export function CommonsScreen({ id }: { readonly id: string }) {
  const { t } = useWords()
  return (
    <Answer of={useCommons()} screen={t('nav.commons')}>
      {(all) => {
        const commons = all.find((one) => one.id === id)
        return commons ? <One commons={commons} /> : <Nowhere />
      }}
    </Answer>
  )
}

/** All is asked at once and shown from the top down: what comes late pushes nothing away that is being read. */
function useSections(commons: string) {
  const goods = (order: 'newest' | 'alive') => (client: AllmendeClient) =>
    client.find({ commons, kind: 'good', order, limit: SHOWN })
  const status = useStatus()
  const newest = useAsk(['find', 'few', commons, 'newest'], goods('newest'))
  const alive = useAsk(['find', 'few', commons, 'alive'], goods('alive'))
  const drafts = useAsk<DraftList>(['drafts', commons], (client) =>
    client.listDrafts({ commons, limit: SHOWN }),
  )
  useMembers(commons)
  const above = [status, newest, alive, drafts].findIndex(({ isPending }) => isPending)
  return { newest, alive, drafts, shown: above < 0 ? SECTIONS : above }
}

function One({ commons }: { readonly commons: CommonsInfo }) {
  const { t } = useWords()
  const status = useStatus()
  const [open, setOpen] = useState<Opened | null>(null)
  const [failed, setFailed] = useState<Error | null>(null)
  const state = status.data?.commons.find(({ id }) => id === commons.id)
  const { newest, alive, drafts, shown } = useSections(commons.id)
  return (
    <Page
      title={commons.name}
      lead={
        commons.starter ? t('commons.starterWhy') : state ? <SyncSentence behind={state.behind} /> : undefined
      }
      actions={<Actions commons={commons} onOpen={setOpen} onFailed={setFailed} />}
    >
      <CommonsBadges commons={commons} />
      {failed && <Problem error={failed} again={false} />}
      {commons.outdated && <p className="notice notice-bad">{t('commons.outdatedWhy')}</p>}
      {shown > 0 && (
        <Goods
          commons={commons.id}
          of={newest}
          title={t('commons.new')}
          isUnknown={state?.behind === null && !commons.starter}
        />
      )}
      {shown > 1 && <Goods commons={commons.id} of={alive} title={t('commons.alive')} more />}
      {shown > 2 && <DraftsHere of={drafts} />}
      {shown > 3 && <WhoIsHere commons={commons.id} />}
      <ExportDialog commons={commons} open={open === 'export'} onClose={() => setOpen(null)} />
      <Listing commons={commons} open={open === 'listing'} onClose={() => setOpen(null)} />
      <InviteDialog commons={commons} open={open === 'invite'} onClose={() => setOpen(null)} />
    </Page>
  )
}

function Actions({
  commons,
  onOpen,
  onFailed,
}: {
  readonly commons: CommonsInfo
  readonly onOpen: (what: Opened) => void
  readonly onFailed: (error: Error | null) => void
}) {
  const { t } = useWords()
  const use = useAct<string, CommonsInfo>((client, id) => client.useCommons(id))
  return (
    <>
      {!commons.current && (
        <button
          type="button"
          className="button"
          disabled={use.isPending}
          onClick={() => use.mutate(commons.id, { onError: onFailed, onSuccess: () => onFailed(null) })}
        >
          {t('commons.use')}
        </button>
      )}
      <button type="button" className="button" aria-haspopup="dialog" onClick={() => onOpen('export')}>
        {t('exports.open')}
      </button>
      {commons.public && !commons.starter && (
        <button type="button" className="button" aria-haspopup="dialog" onClick={() => onOpen('listing')}>
          {t(commons.listed ? 'listing.change' : 'listing.open')}
        </button>
      )}
      {!commons.starter && (
        <button
          type="button"
          className="button button-main"
          aria-haspopup="dialog"
          onClick={() => onOpen('invite')}
        >
          {t('commons.invite')}
        </button>
      )}
    </>
  )
}

function ExportDialog({
  commons,
  open,
  onClose,
}: {
  readonly commons: CommonsInfo
  readonly open: boolean
  readonly onClose: () => void
}) {
  const { t } = useWords()
  return (
    <Dialog open={open} onClose={onClose} title={t('exports.commonsTitle', { name: commons.name })}>
      <ExportForm
        formats={COMMONS_FORMATS}
        request={(as) => ({ commons: { commons: commons.id, as } })}
        why={t('exports.commonsWhy')}
      />
    </Dialog>
  )
}

function Goods({
  commons,
  of,
  title,
  more = false,
  isUnknown = false,
}: {
  readonly commons: string
  readonly of: UseQueryResult<FindAnswer>
  readonly title: string
  readonly more?: boolean
  /** Nobody who could tell has been met: that nothing is here says little. */
  readonly isUnknown?: boolean
}) {
  const { t } = useWords()
  return (
    <Answer of={of}>
      {({ results, total }) =>
        results.length === 0 ? (
          more ? null : (
            <Section title={title}>
              <Empty title={t('commons.nothing')}>
                {isUnknown && <p>{t('commons.nothingKnown')}</p>}
                <Link href="/share">{t('commons.nothingHow')}</Link>
              </Empty>
            </Section>
          )
        ) : more && total <= SHOWN ? null : (
          <Section title={title}>
            <ul className="goods-grid">
              {results.map((good) => (
                <li key={good.id}>
                  <GoodCard good={good} />
                </li>
              ))}
            </ul>
            {total > SHOWN && more && (
              <p>
                <Link href="/goods" onClick={() => filters.set({ ...NO_FILTERS, commons })}>
                  {t('commons.all', { count: total })}
                </Link>
              </p>
            )}
          </Section>
        )
      }
    </Answer>
  )
}

function DraftsHere({ of }: { readonly of: UseQueryResult<DraftList> }) {
  const { t } = useWords()
  return (
    <Answer of={of}>
      {({ drafts }) =>
        drafts.length === 0 ? null : (
          <Section title={t('nav.drafts')}>
            <ul className="plain">
              {drafts.map((draft) => (
                <li key={draft.id} className="line">
                  <Link href={`/drafts/${encodeURIComponent(draft.id)}`}>{draft.title}</Link>
                </li>
              ))}
            </ul>
          </Section>
        )
      }
    </Answer>
  )
}
