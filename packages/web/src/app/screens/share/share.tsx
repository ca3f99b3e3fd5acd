import { useState } from 'react'
import { Link } from 'wouter'
import type { CommonsInfo, SharePreview, ShareResult, UploadInfo, UploadPreview } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { CommonsChoice } from '../../parts/commons-choice.tsx'
import { Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useCommons } from '../../state/ask.ts'
import { useAct, useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { ByPath } from './by-path.tsx'
import { Choose } from './choose.tsx'
import type { Chosen } from './chosen.ts'
import { NoCommons } from './no-commons.tsx'
import { Preview } from './preview.tsx'
import { ShareForm } from './share-form.tsx'
import { Shared } from './shared.tsx'
import { Uploading } from './uploading.tsx'

/** Where it is from: a folder that was brought in, or one of this computer. */
export type Source = { readonly upload: string } | { readonly path: string }

type Looked = { readonly source: Source; readonly preview: SharePreview | UploadPreview }

/**
 * Shares a folder or files: first they are chosen, then it is shown what would be shared, then under which licence, then
 * the link. `of`: the good that this is a new version of.
 */
export function Share({ of }: { readonly of?: string }) {
  const { t } = useWords()
  return (
    <Answer of={useCommons()}>
      {(commons) =>
        commons.length === 0 ? (
          <NoCommons title={t('nav.share')} lead={t('share.lead')} />
        ) : (
          <Sharing commons={commons} of={of} />
        )
      }
    </Answer>
  )
}

function Sharing({
  commons,
  of,
}: {
  readonly commons: readonly CommonsInfo[]
  readonly of: string | undefined
}) {
  const { t } = useWords()
  const client = useClient()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [into, setInto] = useState<string | null>(null)
  const [done, setDone] = useState<ShareResult | null>(null)
  const target = into ?? commons.find(({ current }) => current)?.id ?? commons[0]?.id
  const look = useLook(target, of)
  const restart = (): void => {
    look.reset()
    setDone(null)
    setChosen(null)
  }
  if (done) return <Shared result={done} onAgain={restart} />
  const drop = (): void => {
    const source = look.data?.source
    if (source && 'upload' in source) void client.cancelUpload(source).catch(() => undefined)
    restart()
  }
  return (
    <Page title={t('nav.share')} lead={t('share.lead')}>
      {of === undefined && commons.length > 1 && !look.data && (
        <CommonsChoice label={t('share.into')} value={target} onChoose={setInto} />
      )}
      {look.data ? (
        <>
          <Preview preview={look.data.preview} onOther={drop} />
          <ShareForm {...look.data} commons={target} of={of} onDone={setDone} />
        </>
      ) : chosen ? (
        <>
          <Uploading
            key={chosen.name}
            chosen={chosen}
            onCancel={restart}
            onDone={({ id }: UploadInfo) => look.mutate({ upload: id })}
          />
          {look.error && <Problem error={look.error} again={false} />}
        </>
      ) : (
        <Beginning look={look} onChoose={setChosen} isNew={of === undefined} />
      )}
    </Page>
  )
}

/** What can be chosen. A new version is brought as it is: where it lies and what describes it are of its good already. */
function Beginning({
  look,
  onChoose,
  isNew,
}: {
  readonly look: ReturnType<typeof useLook>
  readonly onChoose: (chosen: Chosen) => void
  readonly isNew: boolean
}) {
  const { t } = useWords()
  return (
    <>
      <Choose why={t('upload.dropWhy')} onChoose={onChoose} />
      {isNew && (
        <>
          <ByPath busy={look.isPending} error={look.error} onLook={(path) => look.mutate({ path })} />
          <p className="soft">
            {t('imports.instead')} <Link href="/import">{t('imports.title')}</Link>
          </p>
        </>
      )}
    </>
  )
}

/** Looks at what would be shared. A new version stays where its good is. */
function useLook(commons: string | undefined, of: string | undefined) {
  return useAct<Source, Looked>(async (client, source) => {
    const place = of === undefined ? { ...(commons !== undefined && { commons }) } : {}
    if ('path' in source) return { source, preview: await client.previewShare({ ...source, ...place }) }
    const request = { ...source, ...place, ...(of !== undefined && { of }) }
    return { source, preview: await client.previewUpload(request) }
  })
}
