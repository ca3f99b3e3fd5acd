import { useState } from 'react'
import type { DownloadInfo, DownloadRequest } from '@allmende/api/client'
import { useWords } from '../state/i18n.ts'
import { useLongAct } from '../state/long-act.ts'
import { saveMade } from '../state/save-bytes.ts'
import { Choice } from './choice.tsx'
import { LongAction } from './long-action.tsx'

export const GOOD_FORMATS = [
  'maker',
  'reuse',
  'csv',
  'okh2',
  'okh1',
  'valueflows',
  'csl',
  'bibtex',
  'records',
] as const
export const COMMONS_FORMATS = ['site', 'valueflows', 'records'] as const
type Format = (typeof GOOD_FORMATS)[number] | (typeof COMMONS_FORMATS)[number]

/** Chooses what something is written as, has it made, and saves it. */
export function ExportForm({
  formats,
  request,
  why,
}: {
  readonly formats: readonly Format[]
  readonly request: (as: Format) => DownloadRequest
  readonly why: string
}) {
  const { t, bytes } = useWords()
  const [as, setAs] = useState<Format>(formats[0] ?? 'records')
  const save = useLongAct<Format, DownloadInfo>((client, format, way) =>
    saveMade(client, request(format), way),
  )
  const { data } = save.of
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        save.start(as)
      }}
    >
      <p>{why}</p>
      <fieldset className="stack">
        <legend>{t('exports.as')}</legend>
        {formats.map((format) => (
          <Choice
            key={format}
            group="export"
            checked={as === format}
            onChoose={() => setAs(format)}
            name={t(`exports.name.${format}`)}
            why={t(`exports.why.${format}`)}
          />
        ))}
      </fieldset>
      <LongAction action={save} button={t('exports.button')} />
      {data && (
        <div className="notice notice-good" role="status">
          <p>{t('exports.done', { name: data.name, bytes: bytes(data.bytes) })}</p>
          {data.export?.notes.map((note) => (
            <p key={note} lang="en">
              {note}
            </p>
          ))}
        </div>
      )}
    </form>
  )
}
