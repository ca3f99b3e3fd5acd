import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ForkResult, ThingInfo } from '@allmende/api/client'
import { CommonsChoice } from '../../parts/commons-choice.tsx'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

export function Fork({ thing, onDone }: { readonly thing: ThingInfo; readonly onDone: () => void }) {
  const { t } = useWords()
  const [, go] = useLocation()
  const [title, setTitle] = useState(thing.title)
  const [into, setInto] = useState(thing.commons)
  const fork = useAct<null, ForkResult>((client) =>
    client.fork({ good: thing.id, title: title.trim(), commons: into }),
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        fork.mutate(null, {
          onSuccess: ({ id }) => {
            onDone()
            go(`/goods/${encodeURIComponent(id)}`)
          },
        })
      }}
    >
      <p>{t('fork.why')}</p>
      <Field label={t('fork.title')}>
        {(ids) => <input {...ids} required value={title} onChange={({ target }) => setTitle(target.value)} />}
      </Field>
      <CommonsChoice label={t('goods.commons')} value={into} onChoose={setInto} />
      <button type="submit" className="button button-main" disabled={fork.isPending}>
        {fork.isPending ? t('common.working') : t('good.fork')}
      </button>
      {fork.error && <Problem error={fork.error} again={false} />}
    </form>
  )
}
