import { useQueryClient } from '@tanstack/react-query'
import { useWords } from '../state/i18n.ts'
import { saidOf } from '../state/problem.ts'
import { refusedWords } from '../state/refused-words.ts'

/** What went wrong and what to do, in the language of the page; under it, with all that is known, what the node said. */
export function Problem({ error, again = true }: { readonly error: unknown; readonly again?: boolean }) {
  const words = useWords()
  const { t } = words
  const cache = useQueryClient()
  const said = saidOf(error)
  const gone = said.code === 'NODE_GONE'
  const ours = refusedWords(said, t)
  return (
    <div className="notice notice-bad" role="alert">
      <p>
        <strong>{gone ? t('problem.gone') : t('problem.refused')}</strong>
      </p>
      <p>{gone ? t('problem.goneHow') : (ours ?? said.message)}</p>
      {!gone && ours === null && said.hint !== null && <p className="soft">{said.hint}</p>}
      {!gone && ours !== null && (
        <p className="soft" lang="en">
          {said.message}
        </p>
      )}
      {again && (
        <button type="button" className="button" onClick={() => void cache.invalidateQueries()}>
          {t('problem.again')}
        </button>
      )}
    </div>
  )
}
