import type { CommonsInfo } from '@allmende/api/client'
import { CopyText } from '../../parts/copy-text.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Qr } from '../../parts/qr.tsx'
import { SpokenCode } from '../../parts/spoken-code.tsx'
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
        <SpokenCode about={{ commons: commons.id }} mayVouch={commons.public} />
        <h3>{t('invite.link')}</h3>
        <CopyText text={commons.link} label={t('invite.link')} />
        <Qr text={commons.link} label={t('invite.qr')} />
      </div>
    </Dialog>
  )
}
