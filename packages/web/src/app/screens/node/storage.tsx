import { useState } from 'react'
import { Link } from 'wouter'
import type { NodeStatus, PinInfo, StorageInfo, StoredGood } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { SyncSentence } from '../commons/sync-sentence.tsx'
import { Forget } from './forget.tsx'

/** What lies here: by commons and good, and what is to lie here. */
export function Storage({ status }: { readonly status: NodeStatus }) {
  const { t } = useWords()
  // Not in the list: what was freed leaves it, and what came of it is still to be read.
  const [forgetting, setForgetting] = useState<StoredGood | null>(null)
  const pins = useAsk(['pins'], (client) => client.listPins())
  const stored = useAsk<StorageInfo>(['pins', 'storage'], (client) => client.storage())
  const onChange = (): void => {
    void pins.refetch()
    void stored.refetch()
  }
  return (
    <Section title={t('storage.title')}>
      <Answer of={stored}>
        {(all) => <Stored all={all} status={status} onChange={onChange} onForget={setForgetting} />}
      </Answer>
      <Dialog
        open={forgetting !== null}
        onClose={() => setForgetting(null)}
        title={t('here.forgetTitle', { title: forgetting?.title ?? '' })}
      >
        {forgetting && <Forget good={forgetting} onDone={onChange} />}
      </Dialog>
      <h3>{t('storage.pinned')}</h3>
      <Answer of={pins}>
        {(list) =>
          list.pins.length === 0 ? (
            <Empty title={t('storage.nothingPinned')}>{t('pin.why')}</Empty>
          ) : (
            <ul className="plain">
              {list.pins.map((pin) => (
                <Pinned key={`${pin.what}${pin.id ?? pin.name}`} pin={pin} onChange={onChange} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  )
}

function Stored({
  all,
  status,
  onChange,
  onForget,
}: {
  readonly all: StorageInfo
  readonly status: NodeStatus
  readonly onChange: () => void
  readonly onForget: (good: StoredGood) => void
}) {
  const { t, bytes } = useWords()
  if (all.commons.length === 0) return <Empty title={t('commons.none')} />
  const most = Math.max(1, ...all.commons.map((commons) => commons.bytes))
  return (
    <>
      <p>{t('here.disk', { bytes: bytes(all.disk) })}</p>
      <ul className="plain">
        {all.commons.map((commons) => {
          const behind = status.commons.find(({ id }) => id === commons.id)?.behind ?? null
          return (
            <li key={commons.id} className="line">
              <div>
                <Link href={`/commons/${commons.id}`}>{commons.name}</Link>
                <p className="soft">
                  {bytes(commons.bytes)} · {t('storage.records', { count: commons.records })} ·{' '}
                  <SyncSentence behind={behind} />
                </p>
                {all.commons.length > 1 && (
                  <div className="bar" aria-hidden="true">
                    <span style={{ width: `${Math.round((commons.bytes / most) * 100)}%` }} />
                  </div>
                )}
              </div>
              {commons.goods.length > 0 && (
                <details className="goods-here">
                  <summary>{t('here.goods', { count: commons.goods.length })}</summary>
                  <ul className="plain">
                    {commons.goods.map((good) => (
                      <Good key={good.id} good={good} onChange={onChange} onForget={() => onForget(good)} />
                    ))}
                  </ul>
                  {commons.more && <p className="soft">{t('here.more')}</p>}
                </details>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function Good({
  good,
  onChange,
  onForget,
}: {
  readonly good: StoredGood
  readonly onChange: () => void
  readonly onForget: () => void
}) {
  const { t, bytes } = useWords()
  const pin = useAct<null, unknown>((client) =>
    good.pinned ? client.unpin({ good: good.id }) : client.pin({ good: good.id, background: true }),
  )
  const words = t(good.pinned ? 'pin.remove' : 'here.pin')
  return (
    <li className="line">
      <div>
        <Link href={`/goods/${encodeURIComponent(good.id)}`}>{good.title}</Link>
        <p className="soft">
          {[
            bytes(good.bytes),
            good.yours && t('here.yours'),
            good.elsewhere === 0 ? t('here.onlyHere') : t('here.elsewhere', { count: good.elsewhere }),
          ]
            .filter((fact) => typeof fact === 'string')
            .join(' · ')}
        </p>
        {pin.error && <Problem error={pin.error} again={false} />}
      </div>
      <div className="row">
        <button
          type="button"
          className="button button-small"
          aria-label={`${words}: ${good.title}`}
          disabled={pin.isPending}
          onClick={() => pin.mutate(null, { onSuccess: onChange })}
        >
          {words}
        </button>
        <button
          type="button"
          className="button button-small"
          aria-label={`${t('here.forget')}: ${good.title}`}
          aria-haspopup="dialog"
          onClick={onForget}
        >
          {t('here.forget')}
        </button>
      </div>
    </li>
  )
}

function Pinned({ pin, onChange }: { readonly pin: PinInfo; readonly onChange: () => void }) {
  const { t, bytes } = useWords()
  const unpin = useAct<null, unknown>((client) => client.unpin(selectorOf(pin)))
  return (
    <li className="line">
      <div>
        <strong>{pin.name}</strong>
        <p className="soft">
          {pin.missing.versions === 0
            ? t('pin.whole', { bytes: bytes(pin.held.bytes) })
            : t('pin.coming', { bytes: bytes(pin.missing.bytes) })}
        </p>
        {unpin.error && <Problem error={unpin.error} again={false} />}
      </div>
      <button
        type="button"
        className="button"
        aria-label={`${t('pin.remove')}: ${pin.name}`}
        disabled={unpin.isPending}
        onClick={() => unpin.mutate(null, { onSuccess: onChange })}
      >
        {t('pin.remove')}
      </button>
    </li>
  )
}

function selectorOf({ what, id, name }: PinInfo) {
  if (what === 'good') return { good: id ?? name }
  if (what === 'commons') return { commons: id ?? name }
  return what === 'tag' ? { tag: name } : { everything: true }
}
