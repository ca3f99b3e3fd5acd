import { useState } from 'react'
import type { ThingInfo } from '@allmende/api/client'
import { CopyText } from '../../parts/copy-text.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ExportForm, GOOD_FORMATS } from '../../parts/export-form.tsx'
import { Qr } from '../../parts/qr.tsx'
import { SpokenCode } from '../../parts/spoken-code.tsx'
import { useWords } from '../../state/i18n.ts'
import { CopyOut } from './copy-out.tsx'
import { Fork } from './fork.tsx'
import { NewVersion } from './new-version.tsx'
import { Pin } from './pin.tsx'
import { Pull } from './pull.tsx'
import { Retract } from './retract.tsx'
import { ShowOnPhone } from './show-on-phone.tsx'
import { Suggest } from './suggest.tsx'
import { useTends } from './tends.ts'

const ACTIONS = ['copy', 'fork', 'pull', 'suggest', 'pin', 'phone', 'link', 'export', 'retract'] as const
type Action = (typeof ACTIONS)[number]

/** What can be done with a good. A change is offered from a fork: so that button is only on one. Only who tends it changes it. */
export function GoodActions({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const [open, setOpen] = useState<Action | null>(null)
  const tends = useTends(thing)
  const isFork = thing.derivedFrom !== null
  const shown = ACTIONS.filter((action) => {
    if (action === 'suggest') return isFork
    if (action === 'pull') return isFork && tends
    return action === 'retract' ? tends : true
  })
  const close = (): void => setOpen(null)
  return (
    <>
      {shown.map((action) => (
        <button
          key={action}
          type="button"
          className={`button ${action === 'copy' ? 'button-main' : ''}`}
          aria-haspopup="dialog"
          onClick={() => setOpen(action)}
        >
          {t(`good.${action}`)}
        </button>
      ))}
      <NewVersion thing={thing} />
      {open !== null && (
        <Dialog open onClose={close} title={t(`good.${open}Title`, { title: thing.title })}>
          {open === 'copy' && <CopyOut thing={thing} />}
          {open === 'fork' && <Fork thing={thing} onDone={close} />}
          {open === 'pull' && <Pull thing={thing} onDone={close} />}
          {open === 'suggest' && <Suggest thing={thing} onDone={close} />}
          {open === 'retract' && <Retract thing={thing} onDone={close} />}
          {open === 'pin' && <Pin thing={thing} />}
          {open === 'phone' && <ShowOnPhone thing={thing} />}
          {open === 'link' && <LinkOf thing={thing} />}
          {open === 'export' && (
            <ExportForm
              formats={GOOD_FORMATS}
              request={(as) => ({ good: { good: thing.id, as } })}
              why={t('exports.goodWhy')}
            />
          )}
        </Dialog>
      )}
    </>
  )
}

function LinkOf({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  return (
    <div className="stack">
      <p>{t('good.linkOpens')}</p>
      <CopyText text={thing.link} label={t('good.link')} />
      <Qr text={thing.link} label={t('invite.qr')} />
      <SpokenCode about={{ thing: thing.id }} />
    </div>
  )
}
