import { useDeferredValue, useState } from 'react'
import { useLocation } from 'wouter'
import type { CommonsInfo, FoundCommonsAnswer } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { LinkField } from '../../parts/link-field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { joinWith } from './kind-of-text.ts'

/** How long somebody with that code is looked for. */
const CODE_SECONDS = 60

type Wanted = { readonly link: string } | { readonly code: string } | { readonly listed: string }

/** Joins by a link, by a spoken code, or by choosing one of those that are listed publicly. */
export function JoinCommons({ name: person = '' }: { readonly name?: string }) {
  const { t } = useWords()
  const [, go] = useLocation()
  const [text, setText] = useState('')
  const join = useAct<Wanted, CommonsInfo>(async (client, wanted) => {
    const joined =
      'link' in wanted
        ? await client.joinCommons(wanted)
        : 'code' in wanted
          ? await client.joinByCode({ ...wanted, waitSeconds: CODE_SECONDS })
          : await client.joinListed({ id: wanted.listed })
    if (person !== '') await client.profile({ name: person }).catch(() => undefined)
    return joined
  })
  const start = (wanted: Wanted | null): void => {
    if (wanted) join.mutate(wanted, { onSuccess: ({ id }) => go(`/commons/${id}`) })
  }
  return (
    <div className="stack">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          start(joinWith(text))
        }}
      >
        <LinkField label={t('join.text')} help={t('join.textHelp')} value={text} onText={setText} />
        <button type="submit" className="button button-main" disabled={join.isPending}>
          {join.isPending ? t('join.looking') : t('join.button')}
        </button>
      </form>
      {join.error && <Problem error={join.error} again={false} />}
      <Listed onJoin={(listed) => start({ listed })} busy={join.isPending} />
    </div>
  )
}

function Listed({ onJoin, busy }: { readonly onJoin: (id: string) => void; readonly busy: boolean }) {
  const { t } = useWords()
  const [words, setWords] = useState('')
  const asked = useDeferredValue(words.trim())
  const found = useAsk<FoundCommonsAnswer>(
    ['status', 'listed', asked],
    (client, signal) => client.findCommons({ ...(asked !== '' && { words: asked }), limit: 20 }, { signal }),
    { keep: true },
  )
  return (
    <div className="stack">
      <Field label={t('join.listed')} help={t('join.listedHelp')}>
        {(ids) => (
          <input {...ids} type="search" value={words} onChange={({ target }) => setWords(target.value)} />
        )}
      </Field>
      <Answer of={found}>
        {({ results, known }) =>
          results.length === 0 ? (
            <Empty title={known === 0 ? t('join.noneKnown') : t('join.noneFits')}>
              {known === 0 && t('join.noneKnownWhy')}
            </Empty>
          ) : (
            <ul className="plain">
              {results.map((one) => (
                <li key={one.id} className="line">
                  <div>
                    <strong>{one.name}</strong>
                    <p className="soft">{[one.about, one.place].filter(Boolean).join(' · ')}</p>
                  </div>
                  <button
                    type="button"
                    className="button"
                    disabled={busy || one.joined}
                    onClick={() => onJoin(one.id)}
                  >
                    {one.joined ? t('join.joined') : t('join.button')}
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </div>
  )
}
