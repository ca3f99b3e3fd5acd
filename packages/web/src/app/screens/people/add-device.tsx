import { CopyText } from '../../parts/copy-text.tsx'
import { useStatus } from '../../state/ask.ts'
import { useWords } from '../../state/i18n.ts'

/** How to go on with another computer as well. Nothing of this one is copied: only the words say which computers are one's own. */
export function AddDevice() {
  const { t } = useWords()
  const { data: status } = useStatus()
  const address = (status?.network ?? [])
    .filter(({ transport }) => transport === 'direct')
    .flatMap(({ addresses }) => addresses)[0]
  const command = `allmende restore${address === undefined ? '' : ` --connect ${address}`}`
  return (
    <div className="stack">
      <p>{t('devices.addWhy')}</p>
      <ol>
        <li>{t('devices.addRun')}</li>
        <li>{t('devices.addPage')}</li>
        <li>{t('devices.addWords')}</li>
      </ol>
      <p>{t('devices.addTerminal')}</p>
      <CopyText text={command} label={t('devices.add')} />
    </div>
  )
}
