import { Link } from 'wouter'
import type { FindAnswer, MemberInfo, MembersInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { useAsk } from '../../state/client.tsx'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'

/** Goods shown of one person; the search has the others. */
const SHOWN = 20

/** Somebody as a commons knows them: what they share, who vouches for whom. */
export function Person({ member, info }: { readonly member: MemberInfo; readonly info: MembersInfo }) {
  const { t, ago, moment } = useWords()
  const { person } = member
  const goods = useAsk<FindAnswer>(['find', 'by', person, info.commons], (client) =>
    client.find({ author: person, commons: info.commons, order: 'newest', limit: SHOWN }),
  )
  const vouchesFor = info.members.filter(({ vouchedBy }) => vouchedBy.some((by) => by.person === person))
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
        <dd>{vouchesFor.length === 0 ? t('who.nobody') : names(vouchesFor)}</dd>
        {member.excluded && (
          <>
            <dt>{t('people.excluded')}</dt>
            <dd>
              {names(member.excluded.by)} {member.excluded.note}
            </dd>
          </>
        )}
      </dl>
      <h3>{t('who.shared')}</h3>
      <Answer of={goods}>
        {({ results, total }) =>
          results.length === 0 ? (
            <Empty title={t('who.sharedNothing')} />
          ) : (
            <>
              <ul className="plain">
                {results.map((good) => (
                  <li key={good.id} className="line">
                    <Link href={`/goods/${encodeURIComponent(good.id)}`}>{good.title}</Link>
                    <span className="soft">{ago(good.at)}</span>
                  </li>
                ))}
              </ul>
              {total > results.length && (
                <p className="soft">{t('who.more', { count: total - results.length })}</p>
              )}
            </>
          )
        }
      </Answer>
    </div>
  )
}
