import { Answer } from '../../parts/answer.tsx'
import { Page } from '../../parts/page.tsx'
import { useStatus } from '../../state/ask.ts'
import { useWords } from '../../state/i18n.ts'
import { Backup } from './backup.tsx'
import { Bundles } from './bundles.tsx'
import { Keepers } from './keepers.tsx'
import { Logs } from './logs.tsx'
import { Mirrors } from './mirrors.tsx'
import { Peers } from './peers.tsx'
import { SafeToClose } from './safe-to-close.tsx'
import { Settings } from './settings.tsx'
import { Storage } from './storage.tsx'

/** This node: whether it can be closed, who is connected and how, who keeps what, what lies here, what happened. */
export function ThisNode() {
  const { t } = useWords()
  return (
    <Page title={t('nav.node')} lead={t('node.lead')}>
      <Answer of={useStatus()}>
        {(status) => (
          <>
            <SafeToClose safe={status.safeToClose} />
            <Peers status={status} />
            <Keepers />
            <Mirrors />
            <Storage status={status} />
            <Bundles />
            <Backup />
            <Logs status={status} />
            <Settings status={status} />
          </>
        )}
      </Answer>
    </Page>
  )
}
