import { Link } from 'wouter'
import type { ThingInfo, ThingRef } from '@allmende/api/client'
import { Empty } from '../../parts/empty.tsx'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'
import { LineageGraph } from './lineage-graph.tsx'

/** What it was made from, what was made from it, and what it is a part of. */
export function Lineage({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const { from, forks, usedIn } = thing.lineage
  if (!from && forks.length === 0 && usedIn.length === 0 && thing.outsideUses.length === 0)
    return <Empty title={t('lineage.none')}>{t('lineage.noneWhy')}</Empty>
  return (
    <div className="stack">
      <LineageGraph thing={thing} />
      {from && (
        <section>
          <h2>{t('lineage.from')}</h2>
          <p>
            {from.id === null ? (
              (from.title ?? t('lineage.notHere'))
            ) : (
              <Link href={`/goods/${encodeURIComponent(from.id)}`}>{from.title ?? from.id}</Link>
            )}{' '}
            <span className="soft">
              {from.author !== null && shortName(from.authorName, from.author)}{' '}
              {from.number !== null && t('versions.number', { number: from.number })}
            </span>
          </p>
          {from.origin !== null && <p className="soft">{from.origin}</p>}
        </section>
      )}
      <Things title={t('lineage.forks')} things={forks} />
      <Things title={t('lineage.usedIn')} things={usedIn} />
      {thing.outsideUses.length > 0 && (
        <section>
          <h2>{t('lineage.outside')}</h2>
          <ul>
            {thing.outsideUses.map((use) => (
              <li key={use.id}>
                {use.by}: {use.how} <span className="soft">{use.returned}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Things({ title, things }: { readonly title: string; readonly things: readonly ThingRef[] }) {
  if (things.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {things.map((one) => (
          <li key={one.id}>
            <Link href={`/goods/${encodeURIComponent(one.id)}`}>{one.title}</Link>{' '}
            <span className="soft">{shortName(one.authorName, one.author)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
