import { useState } from 'react'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useWords } from '../../state/i18n.ts'

/** The path of a folder of this computer, typed. Nothing has to be copied then, and the folder is known again. */
export function ByPath({
  busy,
  error,
  onLook,
}: {
  readonly busy: boolean
  readonly error: unknown
  readonly onLook: (path: string) => void
}) {
  const { t } = useWords()
  const [path, setPath] = useState('')
  return (
    <details className="card">
      <summary>{t('share.byPath')}</summary>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          onLook(path.trim())
        }}
      >
        <Field label={t('share.path')} help={t('share.pathHelp')}>
          {(ids) => (
            <input
              {...ids}
              required
              spellCheck={false}
              placeholder="/home/…/planter"
              value={path}
              onChange={({ target: { value } }) => setPath(value)}
            />
          )}
        </Field>
        <button type="submit" className="button" disabled={busy}>
          {busy ? t('common.working') : t('share.look')}
        </button>
        {error !== null && <Problem error={error} again={false} />}
      </form>
    </details>
  )
}
