import type { MemberInfo } from '@allmende/api/client'
import { useState } from 'react'
import { Answer } from '../../parts/answer.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Problem } from '../../parts/problem.tsx'
import { shortName } from '../../state/format.ts'
import { useMembers } from '../../state/ask.ts'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** Everybody who ever wrote in a commons: who vouched for them, and what one can do oneself. */
export function Members({ commons }: { readonly commons: string }) {
  const { t } = useWords()
  return (
    <Answer of={useMembers(commons)}>
      {({ members }) =>
        members.length === 0 ? (
          <Empty title={t('commons.nobody')} />
        ) : (
          <ul className="plain">
            {members.map((member) => (
              <Member key={member.person} member={member} commons={commons} />
            ))}
          </ul>
        )
      }
    </Answer>
  )
}

function Member({ member, commons }: { readonly member: MemberInfo; readonly commons: string }) {
  const { t, moment } = useWords()
  const [blocking, setBlocking] = useState(false)
  const vouch = useAct<null, unknown>((client) => client.vouch({ person: member.person, commons }))
  const block = useAct<boolean, unknown>((client, remove) => client.block({ person: member.person, remove }))
  const name = shortName(member.name, member.person)
  const facts = factsOf(member, t, moment)
  return (
    <li className="line">
      <div>
        <PersonName name={member.name} id={member.person} />
        <p className="soft">{facts.join(' · ')}</p>
        {(vouch.error ?? block.error) && <Problem error={vouch.error ?? block.error} again={false} />}
      </div>
      {!member.you && (
        <div className="row">
          <button
            type="button"
            className="button"
            aria-label={`${t('people.vouch')}: ${name}`}
            disabled={vouch.isPending}
            onClick={() => vouch.mutate(null)}
          >
            {t('people.vouch')}
          </button>
          <button
            type="button"
            className="button"
            aria-label={`${t(member.blocked ? 'people.unblock' : 'people.block')}: ${name}`}
            onClick={() => (member.blocked ? block.mutate(true) : setBlocking(true))}
          >
            {t(member.blocked ? 'people.unblock' : 'people.block')}
          </button>
        </div>
      )}
      <Dialog open={blocking} onClose={() => setBlocking(false)} title={t('people.blockTitle', { name })}>
        <p>{t('people.blockWhy')}</p>
        <div className="row">
          <button
            type="button"
            className="button button-main"
            disabled={block.isPending}
            onClick={() => block.mutate(false, { onSuccess: () => setBlocking(false) })}
          >
            {t('people.block')}
          </button>
          <button type="button" className="button" onClick={() => setBlocking(false)}>
            {t('common.cancel')}
          </button>
        </div>
      </Dialog>
    </li>
  )
}

/** What is known of somebody, each in a few words. */
function factsOf(
  member: MemberInfo,
  t: ReturnType<typeof useWords>['t'],
  moment: (at: number) => string,
): string[] {
  return [
    member.you && t('people.you'),
    member.founder && t('people.founder'),
    member.since !== null && t('people.since', { time: moment(member.since) }),
    member.vouchedBy.length > 0
      ? t('people.vouched', { names: member.vouchedBy.map((by) => shortName(by.name, by.person)).join(', ') })
      : !member.founder && !member.you && t('people.newcomer'),
    member.excluded && t('people.excluded'),
    member.blocked && t('people.blocked'),
  ].filter((fact) => typeof fact === 'string')
}
