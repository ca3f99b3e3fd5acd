import { useState } from 'react'
import type { ExclusionResult, MemberInfo, MembersInfo } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'

/** Excludes somebody from a commons; what that does, and what it doesn't, is told before. */
export function Exclude({
  member,
  info,
  onDone,
}: {
  readonly member: MemberInfo
  readonly info: MembersInfo
  readonly onDone: () => void
}) {
  const { t } = useWords()
  const [note, setNote] = useState('')
  const name = shortName(member.name, member.person)
  const exclude = useAct<null, ExclusionResult>((client) =>
    client.exclude({
      person: member.person,
      commons: info.commons,
      ...(note.trim() !== '' && { note: note.trim() }),
    }),
  )
  if (exclude.data) return <Excluded name={name} result={exclude.data} onDone={onDone} />
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        exclude.mutate(null)
      }}
    >
      <Consequences info={info} />
      <Field label={t('who.note')} help={t('who.noteHelp')}>
        {(ids) => (
          <textarea
            {...ids}
            rows={2}
            maxLength={2000}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
      <div className="row">
        <button type="submit" className="button button-bad" disabled={exclude.isPending}>
          {t('who.exclude')}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t('common.cancel')}
        </button>
      </div>
      {exclude.error && <Problem error={exclude.error} again={false} />}
    </form>
  )
}

function Consequences({ info }: { readonly info: MembersInfo }) {
  const { t } = useWords()
  return (
    <>
      <p>{t('who.excludeWhat', { commons: info.commonsName })}</p>
      <ul>
        <li>{t('who.excludeNew')}</li>
        <li>{t(info.public ? 'who.excludePublic' : 'who.excludePrivate')}</li>
        <li>{t('who.excludeStays')}</li>
        <li>{t('who.excludeSeen')}</li>
        <li>{t('who.excludeBack')}</li>
      </ul>
    </>
  )
}

function Excluded({
  name,
  result,
  onDone,
}: {
  readonly name: string
  readonly result: ExclusionResult
  readonly onDone: () => void
}) {
  const { t } = useWords()
  return (
    <>
      <p className="notice notice-good" role="status">
        {t(result.inForce ? 'who.isExcluded' : 'who.isProposed', { name })} {result.newKey && t('who.newKey')}
      </p>
      <button type="button" className="button" onClick={onDone}>
        {t('common.close')}
      </button>
    </>
  )
}
