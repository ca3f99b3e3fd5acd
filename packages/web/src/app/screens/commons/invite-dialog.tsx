import type { CommonsInfo, InviteInfo } from '@allmende/api/client'
import { CopyText } from '../../parts/copy-text.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Qr } from '../../parts/qr.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** The ways to bring somebody in. What each opens is said before it is given away. */
export function InviteDialog({
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
    <Dialog open={open} onClose={onClose} title={t('invite.title', { name: commons.name })}>
      <div className="stack">
        <p className={commons.public ? 'notice' : 'notice notice-care'}>
          {t(commons.public ? 'invite.opensPublic' : 'invite.opensPrivate')}
        </p>
        <SpokenCode commons={commons.id} />
        <h3>{t('invite.link')}</h3>
        <CopyText text={commons.link} label={t('invite.link')} />
        <Qr text={commons.link} label={t('invite.qr')} />
      </div>
    </Dialog>
  )
}

function SpokenCode({ commons }: { readonly commons: string }) {
  const { t, moment } = useWords()
  const make = useAct<null, InviteInfo>((client) => client.invite({ commons }))
  const { data: all } = useAsk(['invites'], (client) => client.listInvites())
  const given = make.data && (all?.find(({ code }) => code === make.data.code) ?? make.data)
  return (
    <div className="stack">
      <h3>{t('invite.code')}</h3>
      <p className="soft">{t('invite.codeWhy')}</p>
      {given ? (
        <div className="code" role="status">
          <strong>{given.code}</strong>
          <span className="soft">
            {given.state === 'open'
              ? t('invite.until', { time: moment(given.expires) })
              : t(`invite.${given.state}`)}
          </span>
        </div>
      ) : (
        <button type="button" className="button" disabled={make.isPending} onClick={() => make.mutate(null)}>
          {t('invite.make')}
        </button>
      )}
      {make.error && <Problem error={make.error} again={false} />}
    </div>
  )
}
