import { Link } from 'wouter'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { useMembers, useStatus } from '../../state/ask.ts'
import { useWords } from '../../state/i18n.ts'

const SHOWN = 24

/** Who wrote in a commons, those whose nodes are connected now first. */
export function WhoIsHere({ commons }: { readonly commons: string }) {
  const { t } = useWords()
  const { data: status } = useStatus()
  const connected = new Set(
    status?.peers
      .filter((peer) => peer.commons.includes(commons) && peer.silentSince === null)
      .map(({ node }) => node),
  )
  return (
    <Section title={t('commons.who')}>
      <Answer of={useMembers(commons)}>
        {({ members, total }) => {
          const here = members.filter(({ nodes, you }) => you || nodes.some((node) => connected.has(node)))
          const others = members.filter((one) => !here.includes(one))
          if (members.length === 0) return <Empty title={t('commons.nobody')} />
          return (
            <>
              <ul className="people">
                {[...here, ...others].slice(0, SHOWN).map((member) => (
                  <li key={member.person} className={here.includes(member) ? 'is-here' : ''}>
                    <span className="dot" aria-hidden="true" />
                    <PersonName name={member.name} id={member.person} />
                    <span className="soft">
                      {member.you ? t('people.you') : here.includes(member) ? t('people.connected') : ''}
                    </span>
                  </li>
                ))}
              </ul>
              {total > SHOWN && <Link href="/people">{t('people.all', { count: total })}</Link>}
            </>
          )
        }}
      </Answer>
    </Section>
  )
}
