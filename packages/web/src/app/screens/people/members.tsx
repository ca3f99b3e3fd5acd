import type { MemberInfo, MembersInfo } from '@allmende/api/client'
import { useState } from 'react'
import { Answer } from '../../parts/answer.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { More } from '../../parts/more.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Problem } from '../../parts/problem.tsx'
import { shortName } from '../../state/format.ts'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { usePages } from '../../state/pages.ts'
import { Block } from './block.tsx'
import { Exclude } from './exclude.tsx'
import { Person } from './person.tsx'

/** People fetched at once. */
const PAGE = 200

/** Everybody who ever wrote in a commons: newcomers first, for whom somebody may vouch. */
export function Members({ commons }: { readonly commons: string }) {
  const { t } = useWords()
  const found = usePages<MembersInfo>(['people', commons], (client, page) =>
    client.members({ commons, limit: PAGE, ...page }),
  )
  return (
    <Answer of={found}>
      {({ pages }) => {
        const members = pages.flatMap((page) => page.members).toSorted(byArrival)
        const info = { ...pages.at(-1)!, members }
        const newcomers = members.filter(isNewcomer)
        const others = members.filter((member) => !isNewcomer(member))
        if (members.length === 0) return <Empty title={t('commons.nobody')} />
        return (
          <>
            {newcomers.length > 0 && (
              <>
                <h3>{t('who.newcomers', { count: newcomers.length })}</h3>
                <p className="soft">{t('who.newcomersWhy')}</p>
                <List info={info} members={newcomers} />
                <h3>{t('who.others')}</h3>
              </>
            )}
            <List info={info} members={others} />
            <More of={found} />
          </>
        )
      }}
    </Answer>
  )
}

/** Of those shown: who came first, by their own clock. */
function byArrival(a: MemberInfo, b: MemberInfo): number {
  return (a.since ?? Infinity) - (b.since ?? Infinity)
}

/** Nobody has vouched yet: what they write is carried within a quota. */
function isNewcomer({ you, founder, vouchedBy, excluded }: MemberInfo): boolean {
  return !you && !founder && vouchedBy.length === 0 && !excluded
}

function List({ info, members }: { readonly info: MembersInfo; readonly members: readonly MemberInfo[] }) {
  return (
    <ul className="plain">
      {members.map((member) => (
        <Member key={member.person} member={member} info={info} />
      ))}
    </ul>
  )
}

type Open = 'person' | 'block' | 'exclude'

function Member({ member, info }: { readonly member: MemberInfo; readonly info: MembersInfo }) {
  const { t, moment } = useWords()
  const [open, setOpen] = useState<Open | null>(null)
  const close = (): void => setOpen(null)
  const name = shortName(member.name, member.person)
  return (
    <li className="line">
      <div>
        <button type="button" className="link" aria-haspopup="dialog" onClick={() => setOpen('person')}>
          <PersonName name={member.name} id={member.person} />
        </button>
        <p className="soft">{factsOf(member, t, moment).join(' · ')}</p>
      </div>
      {!member.you && <Deeds member={member} info={info} onOpen={setOpen} />}
      <Dialog open={open === 'person'} onClose={close} title={name}>
        <Person member={member} info={info} />
      </Dialog>
      <Dialog open={open === 'block'} onClose={close} title={t('people.blockTitle', { name })}>
        <Block member={member} onDone={close} />
      </Dialog>
      <Dialog open={open === 'exclude'} onClose={close} title={t('who.excludeTitle', { name })}>
        <Exclude member={member} info={info} onDone={close} />
      </Dialog>
    </li>
  )
}

function Deeds({
  member,
  info,
  onOpen,
}: {
  readonly member: MemberInfo
  readonly info: MembersInfo
  readonly onOpen: (what: Open) => void
}) {
  const { t } = useWords()
  const { person, blocked, excluded, vouchedBy } = member
  const { commons } = info
  const name = shortName(member.name, person)
  const vouch = useAct<null, unknown>((client) => client.vouch({ person, commons }))
  const hear = useAct<null, unknown>((client) => client.block({ person, remove: true }))
  const readmit = useAct<null, unknown>((client) => client.readmit({ person, commons }))
  const you = info.members.find((one) => one.you)?.person
  const vouched = vouchedBy.some((by) => by.person === you)
  const error = vouch.error ?? hear.error ?? readmit.error
  const button = (words: string, onClick: () => void, asks = false) => (
    <button
      type="button"
      className="button button-small"
      aria-label={`${words}: ${name}`}
      {...(asks && { 'aria-haspopup': 'dialog' })}
      disabled={vouch.isPending || hear.isPending || readmit.isPending}
      onClick={onClick}
    >
      {words}
    </button>
  )
  return (
    <>
      <div className="row">
        {!vouched && !excluded && button(t('people.vouch'), () => vouch.mutate(null))}
        {blocked
          ? button(t('people.unblock'), () => hear.mutate(null))
          : button(t('people.block'), () => onOpen('block'), true)}
        {excluded
          ? button(t('who.readmit'), () => readmit.mutate(null))
          : !member.founder && button(t('who.exclude'), () => onOpen('exclude'), true)}
      </div>
      {error && <Problem error={error} again={false} />}
    </>
  )
}

/** What is known of somebody, each in a few words. */
function factsOf(
  member: MemberInfo,
  t: ReturnType<typeof useWords>['t'],
  moment: (at: number) => string,
): string[] {
  const names = (people: MemberInfo['vouchedBy']) =>
    people.map((by) => shortName(by.name, by.person)).join(', ')
  return [
    member.you && t('people.you'),
    member.founder && t('people.founder'),
    member.since !== null && t('people.since', { time: moment(member.since) }),
    member.vouchedBy.length > 0
      ? t('people.vouched', { names: names(member.vouchedBy) })
      : !member.founder && !member.you && t('people.newcomer'),
    member.excluded && t('people.excluded'),
    !member.excluded &&
      member.proposedBy.length > 0 &&
      t('who.proposed', { names: names(member.proposedBy) }),
    member.blocked && t('people.blocked'),
  ].filter((fact) => typeof fact === 'string')
}
