import type { NodeStatus } from '@allmende/api/client'
import { AskFirst } from '../../parts/ask-first.tsx'
import { Section } from '../../parts/page.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { Preferences } from '../../frame/preferences.tsx'
import { SafeToClose } from './safe-to-close.tsx'

/** What is set for this page, and stopping the node: whether anything is only here is told before. */
export function Settings({ status }: { readonly status: NodeStatus }) {
  const { t } = useWords()
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
        <AskFirst button={t('here.stop')} title={t('here.stopTitle')} deed={stop}>
          <p>{t('here.stopWhy')}</p>
          <SafeToClose safe={status.safeToClose} />
        </AskFirst>
      </div>
    </Section>
  )
}
