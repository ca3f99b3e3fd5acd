import { useState } from 'react'
import type { SuggestResult, ThingInfo } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** Offers what was changed in this fork to those who tend the original. */
export function Suggest({ thing, onDone }: { readonly thing: ThingInfo; readonly onDone: () => void }) {
  const { t } = useWords()
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const suggest = useAct<null, SuggestResult>((client) =>
    client.suggest({ fork: thing.id, title: title.trim(), ...(text.trim() !== '' && { text: text.trim() }) }),
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        suggest.mutate(null, { onSuccess: onDone })
      }}
    >
      <p>{t('suggest.why')}</p>
      <Field label={t('suggest.title')}>
        {(ids) => <input {...ids} required value={title} onChange={({ target }) => setTitle(target.value)} />}
      </Field>
      <Field label={t('suggest.text')}>
        {(ids) => (
          <textarea {...ids} rows={4} value={text} onChange={({ target }) => setText(target.value)} />
        )}
      </Field>
      <button type="submit" className="button button-main" disabled={suggest.isPending}>
        {t('suggest.button')}
      </button>
      {suggest.error && <Problem error={suggest.error} again={false} />}
    </form>
  )
}
