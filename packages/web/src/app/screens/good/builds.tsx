import { useState } from 'react'
import type { BuildInfo, BuildResult, ThingInfo } from '@allmende/api/client'
import { Empty } from '../../parts/empty.tsx'
import { Field } from '../../parts/field.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Picture } from '../../parts/picture.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

const OUTCOMES = ['works', 'partly', 'failed'] as const
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
        <ul className="cards">
          {thing.builds.map((build) => (
            <Build key={build.id} build={build} />
          ))}
        </ul>
      )}
      <Report thing={thing} />
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

/** Tells how building it came out: what others look for first. */
function Report({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const [outcome, setOutcome] = useState<string>('works')
  const [text, setText] = useState('')
  const report = useAct<{ outcome: string; text?: string }, BuildResult>((client, said) =>
    client.reportBuild({ good: thing.id, ...said }),
  )
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        const said = text.trim()
        report.mutate({ outcome, ...(said !== '' && { text: said }) }, { onSuccess: () => setText('') })
      }}
    >
      <h2>{t('builds.report')}</h2>
      <Field label={t('builds.outcome')}>
        {(ids) => (
          <select {...ids} value={outcome} onChange={({ target }) => setOutcome(target.value)}>
            {OUTCOMES.map((one) => (
              <option key={one} value={one}>
                {t(`builds.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('builds.text')}>
        {(ids) => (
          <textarea {...ids} rows={3} value={text} onChange={({ target }) => setText(target.value)} />
        )}
      </Field>
      <button type="submit" className="button button-main" disabled={report.isPending}>
        {t('builds.send')}
      </button>
      {report.error && <Problem error={report.error} again={false} />}
    </form>
  )
}
