import { useState } from 'react'
import type { DraftAccess, ThingInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Choice } from '../../parts/choice.tsx'
import { Field } from '../../parts/field.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useMembers, useStatus } from '../../state/ask.ts'
import { useAct, useAsk } from '../../state/client.tsx'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'

type Change = {
  readonly invite?: readonly string[]
  readonly uninvite?: readonly string[]
  readonly editors?: 'commons' | 'invited'
  readonly closed?: boolean
}

/** Who may write in a draft; whoever began it says so. */
export function Access({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const { data: status } = useStatus()
  const access = useAsk<DraftAccess>(['thing', thing.id, 'access'], (client) =>
    client.draftAccess({ draft: thing.id }),
  )
  const change = useAct<Change, DraftAccess>((client, wanted) =>
    client.draftAccess({ draft: thing.id, ...wanted }),
  )
  const yours = thing.author === status?.person
  const say = (wanted: Change): void => change.mutate(wanted, { onSuccess: () => void access.refetch() })
  return (
    <Answer of={access}>
      {({ editors, invited, closed }) => (
        <div className="stack">
          <p>{t(closed ? 'drafting.isClosed' : `drafting.may.${editors}`)}</p>
          {yours && !closed && <Editors editors={editors} onChoose={say} />}
          <ul className="plain">
            {invited.map(({ person, name }) => (
              <li key={person} className="line">
                <PersonName name={name} id={person} />
                {yours && (
                  <button
                    type="button"
                    className="button button-small"
                    aria-label={`${t('drafting.uninvite')}: ${shortName(name, person)}`}
                    onClick={() => say({ uninvite: [person] })}
                  >
                    {t('drafting.uninvite')}
                  </button>
                )}
              </li>
            ))}
          </ul>
          {yours && !closed && (
            <Invite thing={thing} invited={invited.map(({ person }) => person)} onInvite={say} />
          )}
          {yours && (
            <>
              <p className="soft">{t('drafting.closeWhy')}</p>
              <button type="button" className="button" onClick={() => say({ closed: !closed })}>
                {t(closed ? 'drafting.reopen' : 'drafting.close')}
              </button>
            </>
          )}
          {!yours && <p className="soft">{t('drafting.notYours')}</p>}
          {change.error && <Problem error={change.error} again={false} />}
        </div>
      )}
    </Answer>
  )
}

function Editors({
  editors,
  onChoose,
}: {
  readonly editors: DraftAccess['editors']
  readonly onChoose: (change: Change) => void
}) {
  const { t } = useWords()
  return (
    <div className="choices" role="radiogroup" aria-label={t('drafting.whoWrites')}>
      {(['commons', 'invited'] as const).map((one) => (
        <Choice
          key={one}
          group="editors"
          checked={editors === one}
          onChoose={() => onChoose({ editors: one })}
          name={t(`drafting.editors.${one}`)}
          why={t(`drafting.editorwhy.${one}`)}
        />
      ))}
    </div>
  )
}

function Invite({
  thing,
  invited,
  onInvite,
}: {
  readonly thing: ThingInfo
  readonly invited: readonly string[]
  readonly onInvite: (change: Change) => void
}) {
  const { t } = useWords()
  const [who, setWho] = useState('')
  const members = useMembers(thing.commons)
  const free = (members.data?.members ?? []).filter(
    ({ person, you, excluded }) => !you && !excluded && !invited.includes(person),
  )
  if (free.length === 0) return <p className="soft">{t('drafting.nobodyToInvite')}</p>
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        onInvite({ invite: [who] })
        setWho('')
      }}
    >
      <Field label={t('drafting.inviteWho')}>
        {(ids) => (
          <select {...ids} required value={who} onChange={({ target }) => setWho(target.value)}>
            <option value="">{t('keepers.choose')}</option>
            {free.map(({ person, name }) => (
              <option key={person} value={person}>
                {shortName(name, person)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button type="submit" className="button" disabled={who === ''}>
        {t('drafting.invite')}
      </button>
    </form>
  )
}
