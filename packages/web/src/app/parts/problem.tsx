import { useQueryClient } from '@tanstack/react-query'
import { useWords } from '../state/i18n.ts'
import { saidOf } from '../state/problem.ts'

/** What went wrong, in the node's words, and what to do. */
export function Problem({ error, again = true }: { readonly error: unknown; readonly again?: boolean }) {
  const { t } = useWords()
  const cache = useQueryClient()
  const { code, message, hint } = saidOf(error)
  const gone = code === 'NODE_GONE'
  return (
    <div className="notice notice-bad" role="alert">
      <p>
        <strong>{gone ? t('problem.gone') : t('problem.refused')}</strong>
      </p>
      <p>{gone ? t('problem.goneHow') : message}</p>
      {hint !== null && !gone && <p className="soft">{hint}</p>}
      {again && (
        <button type="button" className="button" onClick={() => void cache.invalidateQueries()}>
          {t('problem.again')}
        </button>
      )}
    </div>
  )
}
