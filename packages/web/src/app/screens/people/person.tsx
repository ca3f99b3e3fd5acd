import type { MemberInfo, MembersInfo } from '@allmende/api/client'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'
import { Contributions } from './contributions.tsx'

/** Somebody as a commons knows them: what they brought in, who vouches for whom. */
export function Person({ member, info }: { readonly member: MemberInfo; readonly info: MembersInfo }) {
  const { t, moment } = useWords()
  const { person } = member
  const vouchesFor = info.members.filter(({ vouchedBy }) => vouchedBy.some((by) => by.person === person))
  // Not everybody may have been fetched: of the others it isn't known here whom they are vouched for by.
  const isPart = info.next !== undefined
  const names = (people: readonly { person: string; name?: string | null }[]) =>
    people.map((one) => shortName(one.name, one.person)).join(', ')
  return (
    <div className="stack">
      <dl className="facts-list">
        <dt>{t('who.id')}</dt>
        <dd>
          <code>{person}</code>
        </dd>
        {member.since !== null && (
          <>
            <dt>{t('who.firstWrote')}</dt>
            <dd>{moment(member.since)}</dd>
          </>
        )}
        <dt>{t('who.vouchedBy')}</dt>
        <dd>{member.vouchedBy.length === 0 ? t('who.nobody') : names(member.vouchedBy)}</dd>
        <dt>{t('who.vouchesFor')}</dt>
        <dd>
          {vouchesFor.length === 0 && !isPart ? t('who.nobody') : names(vouchesFor) + (isPart ? ' …' : '')}
        </dd>
        {member.excluded && (
          <>
            <dt>{t('people.excluded')}</dt>
            <dd>
              {names(member.excluded.by)} {member.excluded.note}
            </dd>
          </>
        )}
      </dl>
      <Contributions person={person} commons={info.commons} />
    </div>
  )
}
