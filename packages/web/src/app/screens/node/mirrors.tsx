import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeptInfo, MirrorInfo, MirrorLinkInfo, MirrorRemoval } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { AskFirst, type Deed } from '../../parts/ask-first.tsx'
import { CommonsChoice } from '../../parts/commons-choice.tsx'
import { CopyText } from '../../parts/copy-text.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Qr } from '../../parts/qr.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { KeptHere } from './kept-here.tsx'

/** How far a mirror is comes with its word and not with an event. */
const LOOK_EVERY_MS = 5_000

/** Computers that keep a commons without being able to read it: those that keep one's own, and what is kept here. */
export function Mirrors() {
  const { t } = useWords()
  const all = useAsk(['keepers', 'mirrors'], (client) => client.mirrors(), { everyMs: LOOK_EVERY_MS })
  const again = (): void => void all.refetch()
  // Asked and told here: the line of a mirror goes with what it kept, and may go before the answer comes.
  const remove = useAct<MirrorInfo, MirrorRemoval>((client, { commons, node }) =>
    client.removeMirror({ commons, mirror: node }),
  )
  return (
    <Section title={t('mirrors.title')}>
      <p>{t('mirrors.lead')}</p>
      <Answer of={all}>
        {({ mirrors, keeps, takenBack }) => (
          <>
            <h3>{t('mirrors.yours')}</h3>
            {mirrors.length === 0 ? (
              <Empty title={t('mirrors.none')}>{t('mirrors.noneHow')}</Empty>
            ) : (
              <ul className="plain">
                {mirrors.map((mirror) => (
                  <Mirror
                    key={`${mirror.commons} ${mirror.node}`}
                    mirror={mirror}
                    remove={remove}
                    onRemoved={again}
                  />
                ))}
              </ul>
            )}
            {remove.error && <Problem error={remove.error} again={false} />}
            {remove.data && <Removed removal={remove.data} />}
            <GiveLink />
            <KeptHere keeps={keeps} takenBack={takenBack} onChange={again} />
          </>
        )}
      </Answer>
    </Section>
  )
}

/** How much of it is there, in a sentence; also of what is kept here. */
export function useHowFar(): (
  one: Pick<KeptInfo | MirrorInfo, 'bytes' | 'quota' | 'behind' | 'full' | 'diskFull'>,
) => string {
  const { t, bytes } = useWords()
  return ({ bytes: size, quota, behind, full, diskFull }) => {
    const of = t('mirrors.of', { bytes: bytes(size), quota: bytes(quota) })
    const state =
      diskFull === true
        ? t('mirrors.diskFull')
        : full
          ? t('mirrors.full')
          : behind === null
            ? t('mirrors.unknown')
            : behind === 0
              ? t('mirrors.whole')
              : t('mirrors.behind', { count: behind })
    return `${of} · ${state}`
  }
}

function Mirror({
  mirror,
  remove,
  onRemoved,
}: {
  readonly mirror: MirrorInfo
  readonly remove: UseMutationResult<MirrorRemoval, Error, MirrorInfo>
  readonly onRemoved: () => void
}) {
  const { t, ago } = useWords()
  const howFar = useHowFar()
  const name = mirror.node.slice(0, 8)
  // Closed at once: what comes of it is told below the list.
  const start: Deed['mutate'] = (_, { onSuccess: close }) => {
    close()
    remove.mutate(mirror, { onSuccess: onRemoved })
  }
  return (
    <li className="line">
      <div>
        <strong>{t('mirrors.one', { commons: mirror.commonsName, name })}</strong>
        <p className="soft">
          {mirror.connected ? t('mirrors.connected') : t('mirrors.said', { ago: ago(mirror.at) })} ·{' '}
          {howFar(mirror)}
        </p>
        {mirror.oldKey && mirror.removal === 'none' && <p>{t('mirrors.oldKey')}</p>}
        {mirror.removal !== 'none' && <p>{t(`mirrors.removal.${mirror.removal}`)}</p>}
      </div>
      <AskFirst
        button={t('mirrors.remove')}
        about={`${mirror.commonsName}, ${name}`}
        title={t('mirrors.removeTitle', { name })}
        deed={{ isPending: remove.isPending, error: null, mutate: start }}
      >
        <p>{t('mirrors.removeWhy')}</p>
      </AskFirst>
    </li>
  )
}

function Removed({ removal: { removed, asked, refused } }: { readonly removal: MirrorRemoval }) {
  const { t } = useWords()
  return (
    <p className="notice" role="status">
      {removed.length > 0 && t('mirrors.removed')} {asked.length > 0 && t('mirrors.asked')}{' '}
      {refused.length > 0 && t('mirrors.refused')}
    </p>
  )
}

/** The link for whoever is to keep a commons: not the one that lets people in. */
function GiveLink() {
  const { t } = useWords()
  const [commons, setCommons] = useState('')
  const give = useAct<string, MirrorLinkInfo>((client, of) =>
    client.mirrorLink(of === '' ? {} : { commons: of }),
  )
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        give.mutate(commons)
      }}
    >
      <h3>{t('mirrors.give')}</h3>
      <p className="soft">{t('mirrors.giveWhy')}</p>
      <CommonsChoice
        label={t('goods.commons')}
        value={commons}
        onChoose={setCommons}
        any={t('mirrors.current')}
      />
      <button type="submit" className="button" disabled={give.isPending}>
        {t('mirrors.giveButton')}
      </button>
      {give.error && <Problem error={give.error} again={false} />}
      {give.data && (
        <>
          <p role="status">{t('mirrors.linkOf', { name: give.data.name })}</p>
          <CopyText text={give.data.link} label={t('mirrors.link')} />
          <Qr text={give.data.link} label={t('mirrors.qr')} />
        </>
      )}
    </form>
  )
}
