import { useState } from 'react'
import type { Progress as Report, SharePreview, ShareRequest, ShareResult } from '@allmende/api/client'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { Licences } from './licences.tsx'
import { type Said, WhatItIs } from './what-it-is.tsx'

type Wanted = { readonly request: ShareRequest; readonly stop: AbortController }

/** Says what it is and under which licence, and shares it. */
export function ShareForm({
  preview,
  commons,
  onDone,
}: {
  readonly preview: SharePreview
  readonly commons: string | undefined
  readonly onDone: (result: ShareResult) => void
}) {
  const { t } = useWords()
  const [said, setSaid] = useState<Said>({
    title: preview.again?.title ?? preview.title,
    type: preview.type,
    description: '',
  })
  const [licence, setLicence] = useState(preview.again?.licence ?? preview.licences[0]?.id ?? '')
  const [report, setReport] = useState<Report | null>(null)
  const [stop, setStop] = useState<AbortController | null>(null)
  const share = useAct<Wanted, ShareResult>((client, { request, stop: { signal } }) =>
    client.share(request, { onProgress: setReport, signal }),
  )
  const start = (event: React.FormEvent): void => {
    event.preventDefault()
    const controller = new AbortController()
    setStop(controller)
    const request = requestOf(preview.path, said, licence, commons)
    share.mutate({ request, stop: controller }, { onSuccess: onDone })
  }
  return (
    <Section title={t('share.say')}>
      <form className="card stack" onSubmit={start}>
        <WhatItIs said={said} onSay={setSaid} />
        <Licences licences={preview.licences} chosen={licence} onChoose={setLicence} />
        <div className="row">
          <button type="submit" className="button button-main" disabled={share.isPending || licence === ''}>
            {t('share.button')}
          </button>
          {share.isPending && (
            <button type="button" className="button" onClick={() => stop?.abort()}>
              {t('common.cancel')}
            </button>
          )}
        </div>
        {share.isPending && <Progress report={report} label={t('share.sharing')} />}
        {share.error && <Problem error={share.error} again={false} />}
      </form>
    </Section>
  )
}

function requestOf(path: string, said: Said, licence: string, commons: string | undefined): ShareRequest {
  const description = said.description.trim()
  return {
    path,
    title: said.title.trim(),
    type: said.type,
    licence: licence.trim(),
    ...(description !== '' && { description }),
    ...(commons !== undefined && { commons }),
  }
}
