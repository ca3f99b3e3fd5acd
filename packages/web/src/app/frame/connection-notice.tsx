import { connection } from '../state/connection.ts'
import { useWords } from '../state/i18n.ts'
import { useStore } from '../state/store.ts'

/** The node is gone: what is shown is of before, and nothing can be done until it is back. */
export function ConnectionNotice() {
  const { t } = useWords()
  const state = useStore(connection)
  if (state !== 'away') return null
  return (
    <div className="notice notice-bad" role="alert">
      <p>
        <strong>{t('problem.gone')}</strong>
      </p>
      <p>{t('problem.goneHow')}</p>
    </div>
  )
}
