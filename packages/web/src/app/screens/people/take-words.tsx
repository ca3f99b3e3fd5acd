import { useState } from 'react'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { plainWords, WordsField } from './words-field.tsx'

/** For a home from before the words alone could bring one back. */
export function TakeWords({ onDone }: { readonly onDone: () => void }) {
  const { t } = useWords()
  const [words, setWords] = useState('')
  const take = useAct<null, unknown>((client) => client.takeWords({ words: plainWords(words) }))
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        take.mutate(null, { onSuccess: onDone })
      }}
    >
      <p>{t('devices.noAccount')}</p>
      <WordsField value={words} onChange={setWords} />
      <button type="submit" className="button" disabled={take.isPending}>
        {t('devices.takeWords')}
      </button>
      {take.error && <Problem error={take.error} again={false} />}
    </form>
  )
}
