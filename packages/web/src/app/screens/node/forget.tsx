import { useState } from 'react'
import type { Forgotten, Progress as Report, StoredGood } from '@allmende/api/client'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** Frees the disk of a good. Where no other computer is known to have it, that is said, and asked for by itself. */
export function Forget({ good, onDone }: { readonly good: StoredGood; readonly onDone: () => void }) {
  const { t, bytes } = useWords()
  const [sure, setSure] = useState(false)
  const [report, setReport] = useState<Report | null>(null)
  const last = good.elsewhere === 0
  const forget = useAct<null, Forgotten>((client) =>
    client.forget({ thing: good.id, ...(last && { evenIfLast: true }) }, { onProgress: setReport }),
  )
  if (forget.data)
    return (
      <div className="notice notice-good" role="status">
        <p>{t('here.freed', { bytes: bytes(forget.data.freed) })}</p>
        {forget.data.folders.length > 0 && (
          <p>
            {t('here.folders')} <code>{forget.data.folders.join(', ')}</code>
          </p>
        )}
      </div>
    )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        forget.mutate(null, { onSuccess: onDone })
      }}
    >
      <p>{t('here.forgetWhat', { bytes: bytes(good.bytes) })}</p>
      {last ? (
        <>
          <p className="notice notice-bad">{t('here.forgetLast')}</p>
          <label className="check">
            <input type="checkbox" checked={sure} onChange={({ target }) => setSure(target.checked)} />
            {t('here.forgetSure')}
          </label>
        </>
      ) : (
        <p>{t('here.forgetOthers', { count: good.elsewhere })}</p>
      )}
      <button type="submit" className="button button-bad" disabled={forget.isPending || (last && !sure)}>
        {t('here.forget')}
      </button>
      {forget.isPending && <Progress report={report} label={t('common.working')} />}
      {forget.error && <Problem error={forget.error} again={false} />}
    </form>
  )
}
