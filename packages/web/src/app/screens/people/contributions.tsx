import { Link } from 'wouter'
import type { FindAnswer, FindResult } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { More } from '../../parts/more.tsx'
import { useWords } from '../../state/i18n.ts'
import { usePages } from '../../state/pages.ts'

/** Fetched at once of one person. */
const SHOWN = 20

/** Kinds of records that have words of their own for having been made. */
const DID = ['good', 'draft', 'comment', 'build', 'suggestion'] as const

/** What somebody brought in here, the newest first: named and never counted up, for it is no score of a person. */
export function Contributions({ person, commons }: { readonly person: string; readonly commons: string }) {
  const { t, ago } = useWords()
  const found = usePages<FindAnswer>(['find', 'by', person, commons], (client, page, signal) =>
    client.find({ author: person, commons, order: 'newest', limit: SHOWN, ...page }, { signal }),
  )
  return (
    <>
      <h3>{t('who.brought')}</h3>
      <Answer of={found}>
        {({ pages }) =>
          pages[0]?.results.length === 0 ? (
            <Empty title={t('who.broughtNothing')} />
          ) : (
            <>
              <ul className="plain">
                {pages
                  .flatMap(({ results }) => results)
                  .map((one) => (
                    <li key={one.id} className="line">
                      <span className="soft">{t(`who.did.${didOf(one)}`)}</span>{' '}
                      <Link href={addressOf(one)}>{one.title}</Link>{' '}
                      <span className="soft">{ago(one.at)}</span>
                    </li>
                  ))}
              </ul>
              <More of={found} />
            </>
          )
        }
      </Answer>
    </>
  )
}

function didOf({ kind }: FindResult) {
  if (kind === 'outside-use') return 'use'
  return DID.find((one) => one === kind) ?? 'other'
}

/** A comment, a build and the like are read where what they are about is. */
function addressOf({ id, kind, about }: FindResult): string {
  return `/${kind === 'draft' ? 'drafts' : 'goods'}/${encodeURIComponent(about ?? id)}`
}
