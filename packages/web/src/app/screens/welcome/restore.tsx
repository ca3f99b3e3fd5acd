import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Progress as Report, RestoreResult } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

const WAIT_MS = 60_000

/** Makes this computer a further device of the person whose 24 words are typed. */
export function Restore() {
  const { t } = useWords()
  const [, go] = useLocation()
  const [words, setWords] = useState('')
  const [report, setReport] = useState<Report | null>(null)
  const restore = useAct<string, RestoreResult>((client, typed) =>
    client.restore({ words: typed, waitMs: WAIT_MS }, { onProgress: setReport }),
  )
  const count = words.trim() === '' ? 0 : words.trim().split(/\s+/).length
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        restore.mutate(words.trim().toLowerCase().split(/\s+/).join(' '), {
          onSuccess: () => setWords(''),
        })
      }}
    >
      <Field label={t('restore.words')} help={t('restore.count', { count })}>
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
        )}
      </Field>
      <button type="submit" className="button button-main" disabled={restore.isPending || count !== 24}>
        {restore.isPending ? t('common.working') : t('restore.button')}
      </button>
      {restore.isPending && <Progress report={report} label={t('restore.looking')} />}
      {restore.error && <Problem error={restore.error} again={false} />}
      {restore.data && (
        <div className="notice" role="status">
          <p>
            {restore.data.found
              ? t('restore.found', { count: restore.data.commons.length })
              : t('restore.notYet')}
          </p>
          <button type="button" className="button" onClick={() => go('/commons')}>
            {t('nav.commons')}
          </button>
        </div>
      )}
    </form>
  )
}
