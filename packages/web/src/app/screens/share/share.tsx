import { useState } from 'react'
import type { SharePreview, ShareRequest, ShareResult } from '@allmende/api/client'
import { CommonsChoice } from '../../parts/commons-choice.tsx'
import { Field } from '../../parts/field.tsx'
import { Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useCommons } from '../../state/ask.ts'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { Preview } from './preview.tsx'
import { ShareForm } from './share-form.tsx'
import { Shared } from './shared.tsx'

/** Shares a folder or a file of this computer: first what would be shared, then under which licence, then the link. */
export function Share() {
  const { t } = useWords()
  const { data: commons = [] } = useCommons()
  const [path, setPath] = useState('')
  const [into, setInto] = useState<string | null>(null)
  const [done, setDone] = useState<ShareResult | null>(null)
  const target = into ?? commons.find(({ current }) => current)?.id ?? commons[0]?.id
  const preview = useAct<ShareRequest, SharePreview>((client, request) => client.previewShare(request))
  const restart = (): void => {
    preview.reset()
    setDone(null)
    setPath('')
  }
  if (done) return <Shared result={done} onAgain={restart} />
  return (
    <Page title={t('nav.share')} lead={t('share.lead')}>
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault()
          preview.mutate({ path: path.trim(), ...(target !== undefined && { commons: target }) })
        }}
      >
        <Field label={t('share.path')} help={t('share.pathHelp')}>
          {(ids) => (
            <input
              {...ids}
              required
              spellCheck={false}
              placeholder="/home/…/planter"
              value={path}
              onChange={({ target: { value } }) => {
                setPath(value)
                preview.reset()
              }}
            />
          )}
        </Field>
        {commons.length > 1 && <CommonsChoice label={t('share.into')} value={target} onChoose={setInto} />}
        <button type="submit" className="button" disabled={preview.isPending}>
          {preview.isPending ? t('common.working') : t('share.look')}
        </button>
        {preview.error && <Problem error={preview.error} again={false} />}
      </form>
      {preview.data && (
        <>
          <Preview preview={preview.data} />
          <ShareForm key={preview.data.path} preview={preview.data} commons={target} onDone={setDone} />
        </>
      )}
    </Page>
  )
}
