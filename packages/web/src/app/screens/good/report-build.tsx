import { useState } from 'react'
import type { AllmendeClient, BuildResult, ThingInfo } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { LongAction } from '../../parts/long-action.tsx'
import { useWords } from '../../state/i18n.ts'
import { useLongAct, type Way } from '../../state/long-act.ts'
import { brought } from '../share/brought.ts'
import { PhotosField } from './photos-field.tsx'

export const OUTCOMES = ['works', 'partly', 'failed'] as const

type Said = { readonly good: string; readonly outcome: string; readonly text?: string }

/** Tells how building it came out, with pictures: what others look for first. */
export function ReportBuild({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const [outcome, setOutcome] = useState<string>('works')
  const [text, setText] = useState('')
  const [photos, setPhotos] = useState<readonly File[]>([])
  const report = useLongAct<Said, BuildResult>((client, said, way) => tell(client, said, photos, way))
  const { data } = report.of
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        const said = text.trim()
        report.start({ good: thing.id, outcome, ...(said !== '' && { text: said }) }, () => {
          setText('')
          setPhotos([])
        })
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
      <PhotosField photos={photos} onChange={setPhotos} />
      <LongAction
        action={report}
        button={t('builds.send')}
        {...(photos.length > 0 && { working: t('upload.bringing') })}
      />
      {data && <Told told={data} />}
    </form>
  )
}

/** Pictures are brought to the node first: they go on from there as they are to be seen. */
async function tell(
  client: AllmendeClient,
  said: Said,
  photos: readonly File[],
  way: Way,
): Promise<BuildResult> {
  if (photos.length === 0) return client.reportBuild(said, way)
  const chosen = { name: 'photos', files: apart(photos), folders: [] }
  return brought(client, chosen, way, (upload) => client.buildUpload({ ...said, upload }, way))
}

/** Two pictures of one name are two: the second becomes `2-name`. */
function apart(photos: readonly File[]): { path: string; file: File }[] {
  const taken = new Set<string>()
  return photos.map((file) => {
    let path = file.name
    for (let number = 2; taken.has(path.toLowerCase()); number++) path = `${number}-${file.name}`
    taken.add(path.toLowerCase())
    return { path, file }
  })
}

function Told({ told: { files, licence, traces } }: { readonly told: BuildResult }) {
  const { t } = useWords()
  return (
    <div className="notice notice-good" role="status">
      <p>{t('photos.told')}</p>
      {files > 0 && <p>{t('photos.licence', { count: files, licence: licence ?? '' })}</p>}
      {traces.places > 0 && <p>{t('photos.places', { count: traces.places })}</p>}
    </div>
  )
}
