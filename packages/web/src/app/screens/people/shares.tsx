import { useState } from 'react'
import { CopyText } from '../../parts/copy-text.tsx'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { plainWords, WordsField } from './words-field.tsx'

const MOST_FRIENDS = 10

/** Shares of the words for friends: so many of them together give the words back, fewer tell nothing. */
export function Shares() {
  const { t } = useWords()
  const [words, setWords] = useState('')
  const [friends, setFriends] = useState(5)
  const [need, setNeed] = useState(3)
  const split = useAct<null, { shares: readonly string[] }>((client) =>
    client.splitWords({ words: plainWords(words), friends, need: Math.min(need, friends) }),
  )
  if (split.data)
    return (
      <div className="stack">
        <p>{t('devices.sharesDone', { count: Math.min(need, friends) })}</p>
        {split.data.shares.map((share, index) => (
          <CopyText key={share} text={share} label={t('devices.share', { number: index + 1 })} />
        ))}
      </div>
    )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        split.mutate(null)
      }}
    >
      <p>{t('devices.sharesWhy')}</p>
      <WordsField value={words} onChange={setWords} />
      <Few label={t('devices.friends')} value={friends} onChange={setFriends} />
      <Few label={t('devices.need')} value={need} onChange={setNeed} />
      <button type="submit" className="button button-main" disabled={split.isPending}>
        {t('devices.split')}
      </button>
      {split.error && <Problem error={split.error} again={false} />}
    </form>
  )
}

/** How many of one's friends. */
function Few({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}) {
  return (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          type="number"
          min={2}
          max={MOST_FRIENDS}
          value={value}
          onChange={({ target }) => onChange(target.valueAsNumber)}
        />
      )}
    </Field>
  )
}
