import { Link } from 'wouter'
import type { ShareResult } from '@allmende/api/client'
import { CopyText } from '../../parts/copy-text.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { Qr } from '../../parts/qr.tsx'
import { useStatus, useThing } from '../../state/ask.ts'
import { useWords } from '../../state/i18n.ts'
import { holdersSentence } from '../good/holders.ts'

/** It is shared: what to pass on, and on how many computers it is by now. */
export function Shared({ result, onAgain }: { readonly result: ShareResult; readonly onAgain: () => void }) {
  const { t } = useWords()
  return (
    <Page
      title={t('shared.title', { title: result.title })}
      lead={t(result.public ? 'shared.public' : 'shared.private', { commons: result.commonsName })}
      actions={
        <>
          <button type="button" className="button" onClick={onAgain}>
            {t('shared.again')}
          </button>
          <Link href={`/goods/${encodeURIComponent(result.id)}`} className="button button-main">
            {t('shared.see')}
          </Link>
        </>
      }
    >
      {result.unchanged && (
        <p className="notice" role="status">
          {t('shared.unchanged', { version: result.since ?? '' })}
        </p>
      )}
      <LiveHolders id={result.id} />
      <Section title={t('shared.message')}>
        <CopyText
          text={t('shared.text', { title: result.title, licence: result.licence, link: result.link })}
          label={t('shared.message')}
        />
      </Section>
      <Section title={t('shared.link')}>
        <CopyText text={result.link} label={t('shared.link')} />
        <Qr text={result.link} label={t('invite.qr')} />
      </Section>
    </Page>
  )
}

function LiveHolders({ id }: { readonly id: string }) {
  const { t, bytes } = useWords()
  const { data: status } = useStatus()
  const { data: thing } = useThing(id)
  const newest = thing?.versions.at(-1)
  const copying = status?.transfers.filter((one) => one.id === id && one.direction === 'out') ?? []
  return (
    <div className="notice" role="status">
      <p>{newest ? holdersSentence(t, newest) : t('common.loading')}</p>
      {newest && newest.holders <= 1 && <p>{t('shared.nobodyYet')}</p>}
      {copying.map((one) => (
        <p key={one.peer} className="soft">
          {t('shared.copying', {
            who: status?.peers.find(({ node }) => node === one.peer)?.name ?? one.peer.slice(0, 8),
            done: bytes(one.bytes),
            total: bytes(one.total),
          })}
        </p>
      ))}
    </div>
  )
}
