import { useState } from 'react'
import type { CopyResult, Progress as Report, ThingInfo } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** Copies the files into a folder of this computer, from whoever holds them. */
export function CopyOut({ thing }: { readonly thing: ThingInfo }) {
  const { t, bytes } = useWords()
  const [folder, setFolder] = useState('')
  const [report, setReport] = useState<Report | null>(null)
  const [stop, setStop] = useState<AbortController | null>(null)
  const copy = useAct<AbortController, CopyResult>((client, { signal }) =>
    client.copy({ from: thing.id, into: folder.trim() }, { onProgress: setReport, signal }),
  )
  const start = (event: React.FormEvent): void => {
    event.preventDefault()
    const controller = new AbortController()
    setStop(controller)
    copy.mutate(controller)
  }
  return (
    <form className="stack" onSubmit={start}>
      <Field label={t('copy.folder')} help={t('copy.folderHelp')}>
        {(ids) => (
          <input
            {...ids}
            required
            placeholder="/home/…"
            value={folder}
            onChange={({ target }) => setFolder(target.value)}
          />
        )}
      </Field>
      <div className="row">
        <button type="submit" className="button button-main" disabled={copy.isPending}>
          {t('good.copy')}
        </button>
        {copy.isPending && (
          <button type="button" className="button" onClick={() => stop?.abort()}>
            {t('common.cancel')}
          </button>
        )}
      </div>
      {copy.isPending && <Progress report={report} label={t('copy.copying')} />}
      {copy.error && <Problem error={copy.error} again={false} />}
      {copy.data && (
        <div className="notice" role="status">
          <p>{t('copy.done', { count: copy.data.files, bytes: bytes(copy.data.bytes) })}</p>
          <code>{copy.data.path}</code>
        </div>
      )}
    </form>
  )
}
