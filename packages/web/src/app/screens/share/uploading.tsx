import { useEffect, useState } from 'react'
import type { UploadInfo } from '@allmende/api/client'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { bringIn, type Bringing, FileChanged } from './bring-in.ts'
import { reportOf } from './brought.ts'
import type { Chosen } from './chosen.ts'

/** Brings what was chosen to the node, and shows how far it is. */
export function Uploading({
  chosen,
  onDone,
  onCancel,
}: {
  readonly chosen: Chosen
  readonly onDone: (upload: UploadInfo) => void
  readonly onCancel: () => void
}) {
  const { t } = useWords()
  const client = useClient()
  const { state, error, again } = useBringing(chosen, onDone)
  const cancel = (): void => {
    if (state) void client.cancelUpload({ upload: state.id }).catch(() => undefined)
    onCancel()
  }
  return (
    <div className="card stack">
      <p>
        <strong>{chosen.name}</strong>{' '}
        <span className="soft">{t('files.count', { count: chosen.files.length })}</span>
      </p>
      {error === null && <Progress report={state && reportOf(state)} label={t('upload.bringing')} />}
      <p className="soft" role="status">
        {error === null && t(state?.waiting ? 'upload.waiting' : 'upload.resumes')}
      </p>
      {error !== null && <Refused error={error} onAgain={again} />}
      <div className="row">
        <button type="button" className="button" onClick={cancel}>
          {t('common.cancel')}
        </button>
      </div>
    </div>
  )
}

function Refused({ error, onAgain }: { readonly error: unknown; readonly onAgain: () => void }) {
  const { t } = useWords()
  if (error instanceof FileChanged)
    return (
      <p className="notice notice-bad" role="alert">
        {t('upload.changed')}
      </p>
    )
  return (
    <>
      <Problem error={error} again={false} />
      <div className="row">
        <button type="button" className="button" onClick={onAgain}>
          {t('problem.again')}
        </button>
      </div>
    </>
  )
}

/** Brings it in for as long as it is shown. */
function useBringing(chosen: Chosen, onDone: (upload: UploadInfo) => void) {
  const client = useClient()
  const [state, setState] = useState<Bringing | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    bringIn(client, chosen, { onState: setState, signal: stop.signal }).then(
      (upload) => !stop.signal.aborted && onDone(upload),
      (reason: unknown) => !stop.signal.aborted && setError(reason),
    )
    return () => stop.abort(new Error('nobody waits for it'))
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is to be done when it has come is no reason to begin anew
  }, [client, chosen, tries])
  const again = (): void => {
    setError(null)
    setTries(tries + 1)
  }
  return { state, error, again }
}
