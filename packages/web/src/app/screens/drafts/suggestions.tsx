import { useState } from 'react'
import type { DraftSuggestionInfo, DraftSuggestions, SuggestedPiece } from '@allmende/api/client'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useStatus } from '../../state/ask.ts'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { pieceName } from './marks-of.ts'

type Around = {
  readonly mayAnswer: boolean
  readonly current: string | null
  readonly onCurrent: (id: string) => void
}

/** What others would write, passage by passage. */
export function Suggestions({
  all,
  current,
  onCurrent,
}: Omit<Around, 'mayAnswer'> & { readonly all: DraftSuggestions }) {
  const { t } = useWords()
  const waits = ({ state }: DraftSuggestionInfo) => state === 'open' || state === 'partly'
  const sorted = all.suggestions.toSorted((a, b) => Number(waits(b)) - Number(waits(a)))
  if (sorted.length === 0)
    return <Empty title={t('drafting.noSuggestions')}>{t('drafting.noSuggestionsWhy')}</Empty>
  return (
    <ul className="plain comments">
      {sorted.map((one) => (
        <Suggestion
          key={one.id}
          suggestion={one}
          mayAnswer={all.mayAnswer}
          current={current}
          onCurrent={onCurrent}
        />
      ))}
    </ul>
  )
}

function Suggestion({
  suggestion,
  mayAnswer,
  current,
  onCurrent,
}: Around & { readonly suggestion: DraftSuggestionInfo }) {
  const { t, ago } = useWords()
  const { data: status } = useStatus()
  const withdraw = useAct<null, unknown>((client) => client.withdraw({ suggestion: suggestion.id }))
  const open = suggestion.pieces.filter(({ state }) => state === 'open')
  const waits = open.length > 0 && suggestion.state !== 'withdrawn'
  const untouched = open.length === suggestion.pieces.length
  return (
    <li>
      <h2>{suggestion.title}</h2>
      <p>
        <PersonName name={suggestion.guest ?? suggestion.authorName} id={suggestion.author} />{' '}
        <span className="soft">
          {ago(suggestion.at)} · {t(`drafting.state.${suggestion.state}`)}
        </span>
      </p>
      {suggestion.why !== null && <p className="pre">{suggestion.why}</p>}
      {suggestion.reason !== null && <p className="soft">{suggestion.reason}</p>}
      <ol className="pieces">
        {suggestion.pieces.map((piece) => (
          <Piece
            key={piece.number}
            suggestion={suggestion.id}
            piece={piece}
            mayAnswer={mayAnswer && waits}
            current={current}
            onCurrent={onCurrent}
          />
        ))}
      </ol>
      {mayAnswer && waits && open.length > 1 && (
        <Answer suggestion={suggestion.id} label={t('drafting.allOpen', { count: open.length })} />
      )}
      {waits && untouched && suggestion.author === status?.person && (
        <button
          type="button"
          className="button button-small"
          disabled={withdraw.isPending}
          onClick={() => withdraw.mutate(null)}
        >
          {t('drafting.withdraw')}
        </button>
      )}
      {withdraw.error && <Problem error={withdraw.error} again={false} />}
    </li>
  )
}

function Piece({
  suggestion,
  piece,
  mayAnswer,
  current,
  onCurrent,
}: Around & { readonly suggestion: string; readonly piece: SuggestedPiece }) {
  const { t } = useWords()
  const { number, state, change } = piece
  const name = pieceName(suggestion, number)
  return (
    <li className={name === current ? 'is-current' : ''} aria-current={name === current || undefined}>
      {change === null ? (
        <p className="soft">{t(`drafting.piece.${state}`)}</p>
      ) : (
        <>
          <p className="pre piece-text">
            <span className="soft">{change.before}</span>
            {change.takes !== '' && <del>{change.takes}</del>}
            {change.puts !== '' && <ins>{change.puts}</ins>}
            <span className="soft">{change.after}</span>
          </p>
          {change.changed && <p className="care">{t('drafting.changedSince')}</p>}
          <button type="button" className="link" onClick={() => onCurrent(name)}>
            {t('drafting.line', { line: change.line })}
          </button>
        </>
      )}
      {state === 'open' && mayAnswer ? (
        <Answer suggestion={suggestion} piece={number} label={t('drafting.pieceNumber', { number })} />
      ) : (
        change !== null && <p className="soft">{t(`drafting.piece.${state}`)}</p>
      )}
    </li>
  )
}

/** Takes in or declines one piece, or all that are open. */
function Answer({
  suggestion,
  piece,
  label,
}: {
  readonly suggestion: string
  readonly piece?: number
  readonly label: string
}) {
  const { t } = useWords()
  const [declining, setDeclining] = useState(false)
  const pieces = piece === undefined ? {} : { pieces: [piece] }
  const accept = useAct<null, unknown>((client) => client.accept({ reference: suggestion, ...pieces }))
  const decline = useAct<string, unknown>((client, why) =>
    client.decline({ suggestion, reason: why, ...pieces }),
  )
  const busy = accept.isPending || decline.isPending
  return (
    <>
      <div className="row">
        <button
          type="button"
          className="button button-small"
          aria-label={`${t('drafting.accept')}: ${label}`}
          disabled={busy}
          onClick={() => accept.mutate(null)}
        >
          {piece === undefined ? t('drafting.acceptAll') : t('drafting.accept')}
        </button>
        <button
          type="button"
          className="button button-small"
          aria-label={`${t('drafting.decline')}: ${label}`}
          aria-expanded={declining}
          disabled={busy}
          onClick={() => setDeclining(!declining)}
        >
          {piece === undefined ? t('drafting.declineAll') : t('drafting.decline')}
        </button>
      </div>
      {declining && (
        <Reason
          busy={busy}
          onGiven={(why) => decline.mutate(why, { onSuccess: () => setDeclining(false) })}
        />
      )}
      {(accept.error ?? decline.error) && <Problem error={accept.error ?? decline.error} again={false} />}
    </>
  )
}

/** Nothing is declined without a word. */
function Reason({ busy, onGiven }: { readonly busy: boolean; readonly onGiven: (reason: string) => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        onGiven(reason.trim())
      }}
    >
      <Field label={t('talk.reason')}>
        {(ids) => (
          <input {...ids} required value={reason} onChange={({ target }) => setReason(target.value)} />
        )}
      </Field>
      <button type="submit" className="button button-small" disabled={busy}>
        {t('drafting.decline')}
      </button>
    </form>
  )
}
