import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { DraftChange, ShareResult, ThingInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { CopyText } from '../../parts/copy-text.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Page } from '../../parts/page.tsx'
import { PersonName } from '../../parts/people-names.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useThing } from '../../state/ask.ts'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { Editor } from './editor.tsx'

/** A draft, edited live with others. */
export function Draft({ id }: { readonly id: string }) {
  return <Answer of={useThing(decodeURIComponent(id))}>{(thing) => <One thing={thing} />}</Answer>
}

type Open = 'history' | 'publish' | 'link'

function One({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const [open, setOpen] = useState<Open | null>(null)
  const close = (): void => setOpen(null)
  return (
    <Page
      title={thing.title}
      lead={<Link href={`/commons/${thing.commons}`}>{thing.commonsName}</Link>}
      actions={(['history', 'link', 'publish'] as const).map((one) => (
        <button
          key={one}
          type="button"
          className={`button ${one === 'publish' ? 'button-main' : ''}`}
          onClick={() => setOpen(one)}
        >
          {t(`draft.${one}`)}
        </button>
      ))}
    >
      <Editor draft={thing.id} />
      <Dialog open={open === 'history'} onClose={close} title={t('draft.history')}>
        <History draft={thing.id} />
      </Dialog>
      <Dialog open={open === 'link'} onClose={close} title={t('draft.link')}>
        <p>{t('draft.linkOpens')}</p>
        <CopyText text={thing.link} label={t('draft.link')} />
      </Dialog>
      <Dialog open={open === 'publish'} onClose={close} title={t('draft.publish')}>
        <Publish draft={thing.id} />
      </Dialog>
    </Page>
  )
}

const SHOWN = 200

function History({ draft }: { readonly draft: string }) {
  const { t, moment } = useWords()
  const history = useAsk<{ changes: readonly DraftChange[] }>(['thing', draft, 'history'], (client) =>
    client.draftHistory(draft),
  )
  return (
    <Answer of={history}>
      {({ changes }) => (
        <ol className="plain">
          {changes
            .toReversed()
            .slice(0, SHOWN)
            .map((change) => (
              <li key={change.change} className="line">
                <PersonName name={change.authorName} id={change.author} />
                <span className="soft">
                  {moment(change.at)} · {t('draft.ops', { count: change.ops })}
                </span>
              </li>
            ))}
        </ol>
      )}
    </Answer>
  )
}

/** Writes the text as it is now as a file of the next version of a good. */
function Publish({ draft }: { readonly draft: string }) {
  const { t } = useWords()
  const [, go] = useLocation()
  const [licence, setLicence] = useState('CC-BY-SA-4.0')
  const publish = useAct<null, ShareResult>((client) =>
    client.publishDraft({ draft, licence: licence.trim() }),
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        publish.mutate(null, { onSuccess: ({ id }) => go(`/goods/${encodeURIComponent(id)}`) })
      }}
    >
      <p>{t('draft.publishWhy')}</p>
      <Field label={t('share.licence')} help={t('share.otherLicenceWhy')}>
        {(ids) => (
          <input {...ids} required value={licence} onChange={({ target }) => setLicence(target.value)} />
        )}
      </Field>
      <button type="submit" className="button button-main" disabled={publish.isPending}>
        {publish.isPending ? t('common.working') : t('draft.publish')}
      </button>
      {publish.error && <Problem error={publish.error} again={false} />}
    </form>
  )
}
