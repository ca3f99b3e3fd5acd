import { useState } from 'react'
import type { NodeStatus } from '@allmende/api/client'
import { Dialog } from '../../parts/dialog.tsx'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { Preferences } from '../../frame/preferences.tsx'
import { SafeToClose } from './safe-to-close.tsx'

/** What is set for this page, and stopping the node: whether anything is only here is told before. */
export function Settings({ status }: { readonly status: NodeStatus }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const stop = useAct<null, unknown>((client) => client.stop())
  return (
    <Section title={t('here.settings')}>
      <div className="card">
        <Preferences />
      </div>
      <p className="soft">
        {t('node.about', { version: status.version, node: status.node.slice(0, 8) })}{' '}
        <code>{status.home}</code>
      </p>
      <div className="row">
        <button type="button" className="button" aria-haspopup="dialog" onClick={() => setAsking(true)}>
          {t('here.stop')}
        </button>
      </div>
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('here.stopTitle')}>
        <p>{t('here.stopWhy')}</p>
        <SafeToClose safe={status.safeToClose} />
        <div className="row">
          <button
            type="button"
            className="button button-bad"
            disabled={stop.isPending}
            onClick={() => stop.mutate(null, { onSuccess: () => setAsking(false) })}
          >
            {t('here.stop')}
          </button>
          <button type="button" className="button" onClick={() => setAsking(false)}>
            {t('common.cancel')}
          </button>
        </div>
        {stop.error && <Problem error={stop.error} again={false} />}
      </Dialog>
    </Section>
  )
}
