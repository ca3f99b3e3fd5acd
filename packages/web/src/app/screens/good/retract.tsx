import { useState } from 'react'
import type { ThingInfo } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useStatus } from '../../state/ask.ts'
import { useAct } from '../../state/client.tsx'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'

const NOTE = 2_000

/** Asks everybody else to forget a good, or takes that back. */
export function Retract({ thing, onDone }: { readonly thing: ThingInfo; readonly onDone: () => void }) {
  const { t } = useWords()
  const person = useStatus().data?.person
  const [note, setNote] = useState('')
  // As it was when the dialog opened: what it says must not change while it is being done.
  const [asked] = useState(thing.retraction !== null && thing.retraction.by === person)
  const retract = useAct<null, unknown>((client) =>
    client.retract({
      thing: thing.id,
      ...(asked ? { withdraw: true } : note.trim() !== '' && { note: note.trim() }),
    }),
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        retract.mutate(null, { onSuccess: onDone })
      }}
    >
      <p className="notice notice-care">{t(asked ? 'retract.stopWhy' : 'retract.why')}</p>
      {!asked && (
        <Field label={t('retract.note')} help={t('retract.noteHelp')}>
          {(ids) => (
            <textarea
              {...ids}
              rows={2}
              maxLength={NOTE}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
      )}
      <button
        type="submit"
        className={`button ${asked ? 'button-main' : 'button-bad'}`}
        disabled={retract.isPending}
      >
        {t(asked ? 'retract.stop' : 'retract.ask')}
      </button>
      {retract.error && <Problem error={retract.error} again={false} />}
    </form>
  )
}

/** Who asks that it be forgotten, why, and how many of those who were known to hold it say that they no longer do. */
export function Retracted({ retraction }: { readonly retraction: NonNullable<ThingInfo['retraction']> }) {
  const { t, moment, number } = useWords()
  const { by, byName, at, note, held, forgotten } = retraction
  return (
    <p className="notice notice-care">
      {t('retract.by', { name: shortName(byName, by), moment: moment(at) })}{' '}
      {note !== null && note !== '' && `${t('retract.quoted', { note })} `}
      {held === 0 ? t('retract.nobody') : t('retract.did', { count: held, forgotten: number(forgotten) })}
    </p>
  )
}
