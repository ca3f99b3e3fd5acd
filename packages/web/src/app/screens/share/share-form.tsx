import { useState } from 'react'
import type { SharePreview, ShareResult, UploadPreview } from '@allmende/api/client'
import { LongAction } from '../../parts/long-action.tsx'
import { Section } from '../../parts/page.tsx'
import { useWords } from '../../state/i18n.ts'
import { useLongAct } from '../../state/long-act.ts'
import { Licences } from './licences.tsx'
import type { Source } from './share.tsx'
import { type Said, WhatItIs } from './what-it-is.tsx'

type Wanted = {
  readonly said: Said
  readonly licence: string
  readonly clean: boolean
}

/** Says what it is and under which licence, and shares it. */
export function ShareForm({
  source,
  preview,
  commons,
  of,
  onDone,
}: {
  readonly source: Source
  readonly preview: SharePreview | UploadPreview
  readonly commons: string | undefined
  /** The good that it is a new version of. */
  readonly of: string | undefined
  readonly onDone: (result: ShareResult) => void
}) {
  const { t } = useWords()
  const [said, setSaid] = useState(() => saidBy(preview))
  const [licence, setLicence] = useState(() => licenceOf(preview))
  const [clean, setClean] = useState(false)
  const share = useLongAct<Wanted, ShareResult>((client, wanted, way) => {
    // A new version stays where its good is.
    const where = of === undefined ? { ...(commons !== undefined && { commons }) } : { of }
    const request = { ...wordsOf(wanted), ...where }
    return 'path' in source
      ? client.share({ ...request, ...source }, way)
      : client.shareUpload({ ...request, ...source }, way)
  })
  const start = (event: React.FormEvent): void => {
    event.preventDefault()
    share.start({ said, licence, clean }, onDone)
  }
  return (
    <Section title={t('share.say')}>
      <form className="card stack" onSubmit={start}>
        <WhatItIs said={said} onSay={setSaid} />
        <Licences licences={preview.licences} chosen={licence} onChoose={setLicence} />
        {preview.cautions.some(({ code }) => code === 'PICTURES_TELL_PLACE') && (
          <label className="check">
            <input type="checkbox" checked={clean} onChange={({ target }) => setClean(target.checked)} />
            {t('share.clean')}
          </label>
        )}
        <LongAction
          action={share}
          button={t('share.button')}
          working={t('share.sharing')}
          disabled={licence === ''}
        />
      </form>
    </Section>
  )
}

/** What is known already: of the version before, or of the manifest. */
function saidBy(preview: SharePreview | UploadPreview): Said {
  const { again, title, type } = preview
  const manifest = 'manifest' in preview ? preview.manifest : null
  return {
    title: again?.title ?? title,
    type,
    description: again ? '' : (manifest?.description ?? ''),
    version: manifest?.version ?? '',
  }
}

function licenceOf(preview: SharePreview | UploadPreview): string {
  const manifest = 'manifest' in preview ? preview.manifest : null
  return preview.again?.licence ?? manifest?.licence ?? preview.licences[0]?.id ?? ''
}

function wordsOf({ said, licence, clean }: Wanted) {
  const [description, version] = [said.description.trim(), said.version.trim()]
  return {
    title: said.title.trim(),
    type: said.type,
    licence: licence.trim(),
    // Unsaid, a folder that was shared so before is shared so again.
    ...(clean && { cleanPictures: true }),
    ...(description !== '' && { description }),
    ...(version !== '' && { version }),
  }
}
