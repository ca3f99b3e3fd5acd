import { useState } from 'react'
import type { BackupInfo, Progress as Report } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** One sealed file with everything of this person's, to be laid where a fire doesn't reach both. */
export function Backup() {
  const { t, bytes } = useWords()
  const [file, setFile] = useState('')
  const [report, setReport] = useState<Report | null>(null)
  const backup = useAct<string, BackupInfo>((client, to) =>
    client.backup({ file: to }, { onProgress: setReport }),
  )
  return (
    <Section title={t('backup.title')}>
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault()
          backup.mutate(file.trim())
        }}
      >
        <p>{t('backup.why')}</p>
        <Field label={t('backup.file')} help={t('copy.folderHelp')}>
          {(ids) => (
            <input
              {...ids}
              required
              placeholder="/media/stick/allmende.backup"
              value={file}
              onChange={({ target }) => setFile(target.value)}
            />
          )}
        </Field>
        <button type="submit" className="button" disabled={backup.isPending}>
          {t('backup.button')}
        </button>
        {backup.isPending && <Progress report={report} label={t('common.working')} />}
        {backup.error && <Problem error={backup.error} again={false} />}
        {backup.data && (
          <p className="notice notice-good" role="status">
            {t('backup.done', { bytes: bytes(backup.data.bytes) })} <code>{backup.data.file}</code>
          </p>
        )}
      </form>
    </Section>
  )
}
