import { useState } from 'react'
import type { AllmendeClient, BuildResult, ThingInfo } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { bringIn, type Bringing } from '../share/bring-in.ts'
import { PhotosField } from './photos-field.tsx'

export const OUTCOMES = ['works', 'partly', 'failed'] as const

type Said = { readonly good: string; readonly outcome: string; readonly text?: string }

/** Tells how building it came out, with pictures: what others look for first. */
export function ReportBuild({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const [outcome, setOutcome] = useState<string>('works')
  const [text, setText] = useState('')
  const [photos, setPhotos] = useState<readonly File[]>([])
  const [state, setState] = useState<Bringing | null>(null)
  const report = useAct<Said, BuildResult>((client, said) => tell(client, said, photos, setState))
  const sent = state && { phase: 'reading', done: state.have, total: state.bytes, unit: 'bytes' as const }
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        const said = text.trim()
        report.mutate(
          { good: thing.id, outcome, ...(said !== '' && { text: said }) },
          {
            onSuccess: () => {
              setText('')
              setPhotos([])
            },
            onSettled: () => setState(null),
          },
        )
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
      <button type="submit" className="button button-main" disabled={report.isPending}>
        {t('builds.send')}
      </button>
      {report.isPending && photos.length > 0 && <Progress report={sent} label={t('upload.bringing')} />}
      {report.error && <Problem error={report.error} again={false} />}
      {report.data && <Told told={report.data} />}
    </form>
  )
}

/** Pictures are brought to the node first: they go on from there as they are to be seen. */
async function tell(
  client: AllmendeClient,
  said: Said,
  photos: readonly File[],
  onState: (state: Bringing) => void,
): Promise<BuildResult> {
  if (photos.length === 0) return client.reportBuild(said)
  const { signal } = new AbortController()
  const files = apart(photos)
  const upload = await bringIn(client, { name: 'photos', files, folders: [] }, { onState, signal })
  try {
    return await client.buildUpload({ ...said, upload: upload.id })
  } catch (error) {
    // Chosen anew they are brought anew; until then nothing of them is to lie about.
    await client.cancelUpload({ upload: upload.id }).catch(() => undefined)
    throw error
  }
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
