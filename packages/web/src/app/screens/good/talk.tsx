import { useState } from 'react'
import type { SuggestionInfo, ThingInfo } from '@allmende/api/client'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Problem } from '../../parts/problem.tsx'
import { SayForm } from '../../parts/say-form.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { ListAbout } from './list-about.tsx'

/** What was said about it, and what others offer to change. */
export function Talk({ thing }: { readonly thing: ThingInfo }) {
  const { t, moment } = useWords()
  return (
    <div className="stack">
      {thing.suggestions.length > 0 && (
        <>
          <h2>{t('talk.suggestions')}</h2>
          <ListAbout thing={thing} list="suggestions" first={thing.suggestions}>
            {(suggestions) => (
              <ul className="cards">
                {suggestions.map((one) => (
                  <Suggestion key={one.id} suggestion={one} />
                ))}
              </ul>
            )}
          </ListAbout>
        </>
      )}
      <h2>{t('talk.comments')}</h2>
      {thing.comments.length === 0 ? (
        <Empty title={t('talk.none')} />
      ) : (
        <ListAbout thing={thing} list="comments" first={thing.comments}>
          {(comments) => (
            <ul className="plain comments">
              {comments.map((comment) => (
                <li key={comment.id}>
                  <p>
                    <PersonName name={comment.authorName} id={comment.author} />{' '}
                    <span className="soft">{moment(comment.at)}</span>
                  </p>
                  <p className="pre">{comment.text}</p>
                </li>
              ))}
            </ul>
          )}
        </ListAbout>
      )}
      <Say on={thing.id} />
    </div>
  )
}

function Suggestion({ suggestion }: { readonly suggestion: SuggestionInfo }) {
  const { t, moment } = useWords()
  const [reason, setReason] = useState('')
  const accept = useAct<null, unknown>((client) => client.accept({ reference: suggestion.id }))
  const decline = useAct<string, unknown>((client, why) =>
    client.decline({ suggestion: suggestion.id, reason: why }),
  )
  const busy = accept.isPending || decline.isPending
  return (
    <li className="card stack">
      <h3>{suggestion.title}</h3>
      <p>
        <PersonName name={suggestion.authorName} id={suggestion.author} />{' '}
        <span className="soft">
          {moment(suggestion.at)} · {t(`talk.${suggestion.state}`)}
        </span>
      </p>
      {suggestion.text !== null && <p className="pre">{suggestion.text}</p>}
      {suggestion.reason !== null && <p className="soft">{suggestion.reason}</p>}
      {suggestion.state === 'open' && (
        <>
          <div className="row">
            <button
              type="button"
              className="button button-main"
              disabled={busy}
              onClick={() => accept.mutate(null)}
            >
              {t('talk.accept')}
            </button>
          </div>
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault()
              decline.mutate(reason.trim())
            }}
          >
            <Field label={t('talk.reason')}>
              {(ids) => (
                <input {...ids} required value={reason} onChange={({ target }) => setReason(target.value)} />
              )}
            </Field>
            <button type="submit" className="button" disabled={busy}>
              {t('talk.decline')}
            </button>
          </form>
        </>
      )}
      {(accept.error ?? decline.error) && <Problem error={accept.error ?? decline.error} again={false} />}
    </li>
  )
}

function Say({ on }: { readonly on: string }) {
  const { t } = useWords()
  const say = useAct<string, { id: string }>((client, said) => client.comment({ on, text: said }))
  return <SayForm say={say} label={t('talk.say')} send={t('talk.send')} rows={3} main />
}
