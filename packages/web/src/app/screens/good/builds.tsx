import type { BuildInfo, ThingInfo } from '@allmende/api/client'
import { Empty } from '../../parts/empty.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Picture } from '../../parts/picture.tsx'
import { useWords } from '../../state/i18n.ts'
import { ListAbout } from './list-about.tsx'
import { OUTCOMES, ReportBuild } from './report-build.tsx'

const WIDTH = 320
/** Of one build; all of them are with its files. */
const PHOTOS = 6

export function Builds({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  return (
    <div className="stack">
      {thing.builds.length === 0 ? (
        <Empty title={t('builds.none')}>{t('builds.noneWhy')}</Empty>
      ) : (
        <ListAbout thing={thing} list="builds" first={thing.builds}>
          {(builds) => (
            <ul className="cards">
              {builds.map((build) => (
                <Build key={build.id} build={build} />
              ))}
            </ul>
          )}
        </ListAbout>
      )}
      <ReportBuild thing={thing} />
    </div>
  )
}

function Build({ build }: { readonly build: BuildInfo }) {
  const { t, moment } = useWords()
  const outcome = OUTCOMES.find((one) => one === build.outcome)
  return (
    <li className="card">
      {build.photos.slice(0, PHOTOS).map((photo) => (
        <Picture
          key={photo}
          of={{ thing: build.id, path: photo }}
          alt={t('builds.photo')}
          width={WIDTH}
          broken={<p className="soft">{t('builds.noPhoto')}</p>}
        />
      ))}
      <h2>{outcome ? t(`builds.${outcome}`) : build.outcome}</h2>
      <p>
        <PersonName name={build.authorName} id={build.author} />{' '}
        <span className="soft">
          {moment(build.at)}
          {build.number !== null && ` · ${t('versions.number', { number: build.number })}`}
        </span>
      </p>
      {build.text !== null && <p className="pre">{build.text}</p>}
      {build.problems.map(({ part, text }, index) => (
        <p key={index} className="notice notice-care">
          {part !== null && <strong>{part}: </strong>}
          {text}
        </p>
      ))}
    </li>
  )
}
