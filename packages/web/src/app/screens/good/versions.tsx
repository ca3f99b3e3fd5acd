import type { ThingInfo } from '@allmende/api/client'
import { PersonName } from '../../parts/people-names.tsx'
import { useWords } from '../../state/i18n.ts'
import { Compare } from './compare.tsx'
import { holdersSentence } from './holders.ts'

/** The newest first: who made it when, what is in it, and where it is known to be whole. */
export function Versions({ thing }: { readonly thing: ThingInfo }) {
  const { t, bytes, moment } = useWords()
  return (
    <>
      <ol className="plain versions" reversed>
        {thing.versions.toReversed().map((version) => (
          <li key={version.id} className="card">
            <h2>{version.label ?? t('versions.number', { number: version.number })}</h2>
            <p>
              <PersonName name={version.authorName} id={version.author} />{' '}
              <span className="soft">{moment(version.at)}</span>
            </p>
            <p>
              {t('files.count', { count: version.files })}, {bytes(version.bytes)} ·{' '}
              {holdersSentence(t, version)}
            </p>
            {version.merges.length > 0 && (
              <p className="soft">
                {t('versions.merges')}: {version.merges.map(({ title }) => title ?? '?').join(', ')}
              </p>
            )}
            {version.builds > 0 && <p className="soft">{t('versions.built', { count: version.builds })}</p>}
          </li>
        ))}
      </ol>
      <Compare thing={thing} />
    </>
  )
}
