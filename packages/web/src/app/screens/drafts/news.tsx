import { useEffect, useState } from 'react'
import type { ClashInfo, DraftNews } from '@allmende/api/client'
import { Problem } from '../../parts/problem.tsx'
import { useAct, useClient } from '../../state/client.tsx'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'

const TAKES = ['ours', 'theirs', 'both', 'as-is'] as const
type Take = (typeof TAKES)[number]

/** What others did since one last looked, and which passages two rewrote apart. Looked at once for each opening: opening it is the look. */
export function News({ draft }: { readonly draft: string }) {
  const { t, language } = useWords()
  const client = useClient()
  const [news, setNews] = useState<DraftNews | null>(null)
  useEffect(() => {
    let left = false
    const looked = client.draftNews({ draft, look: true })
    // What can't be told now is told the next time; the text is what one came for.
    looked.then((now) => !left && setNews(now)).catch(() => undefined)
    return () => {
      left = true
    }
  }, [client, draft])
  const settle = useAct<{ clash: number; take: Take }, unknown>(async (node, wanted) => {
    await node.settleClash({ draft, ...wanted })
    setNews(await node.draftNews({ draft }))
  })
  if (news === null || (news.changes === 0 && news.clashes.length === 0 && news.refused.length === 0))
    return null
  const names = news.people.map(({ name, person }) => shortName(name, person))
  return (
    <div className="stack news">
      {news.changes > 0 && (
        <p className="soft">
          {t('drafting.news', { count: news.changes, names: new Intl.ListFormat(language).format(names) })}
        </p>
      )}
      {news.refused.map(({ person, name, reason, code }) => (
        <p key={`${person} ${code}`} className="notice notice-care">
          {t('drafting.refused', { name: shortName(name, person), reason })}
        </p>
      ))}
      {news.clashes.map((clash) => (
        <Clash
          key={clash.number}
          clash={clash}
          busy={settle.isPending}
          onTake={(take) => settle.mutate({ clash: clash.number, take })}
        />
      ))}
      {settle.error && <Problem error={settle.error} again={false} />}
    </div>
  )
}

/** Both readings, and what stands there now. */
function Clash({
  clash,
  busy,
  onTake,
}: {
  readonly clash: ClashInfo
  readonly busy: boolean
  readonly onTake: (take: Take) => void
}) {
  const { t } = useWords()
  return (
    <div className="notice notice-care">
      <p>{t('drafting.clash')}</p>
      <dl className="readings">
        <dt>{t('drafting.ours')}</dt>
        <dd className="pre">{clash.ours}</dd>
        <dt>{t('drafting.theirs')}</dt>
        <dd className="pre">{clash.theirs}</dd>
        {clash.now !== null && <dt>{t('drafting.nowReads')}</dt>}
        {clash.now !== null && <dd className="pre">{clash.now}</dd>}
      </dl>
      <div className="row">
        {TAKES.map((take) => (
          <button
            key={take}
            type="button"
            className="button button-small"
            disabled={busy}
            onClick={() => onTake(take)}
          >
            {t(`drafting.take.${take.replace('-', '') as 'asis'}`)}
          </button>
        ))}
      </div>
    </div>
  )
}
