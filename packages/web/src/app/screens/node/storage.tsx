import { Link } from 'wouter'
import type { NodeStatus, PinInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { SyncSentence } from '../commons/sync-sentence.tsx'

/** What lies here: by commons, and what is pinned. */
export function Storage({ status }: { readonly status: NodeStatus }) {
  const { t } = useWords()
  const pins = useAsk(['pins'], (client) => client.listPins())
  return (
    <Section title={t('storage.title')}>
      {status.commons.length === 0 ? (
        <Empty title={t('commons.none')} />
      ) : (
        <ul className="plain">
          {status.commons.map((commons) => (
            <li key={commons.id} className="line">
              <div>
                <Link href={`/commons/${commons.id}`}>{commons.name}</Link>
                <p className="soft">
                  {t('commons.goods', { count: commons.goods })} ·{' '}
                  {t('storage.records', { count: commons.records })} ·{' '}
                  <SyncSentence behind={commons.behind} />
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <h3>{t('storage.pinned')}</h3>
      <Answer of={pins}>
        {(list) =>
          list.pins.length === 0 ? (
            <Empty title={t('storage.nothingPinned')}>{t('pin.why')}</Empty>
          ) : (
            <ul className="plain">
              {list.pins.map((pin) => (
                <Pinned
                  key={`${pin.what}${pin.id ?? pin.name}`}
                  pin={pin}
                  onChange={() => void pins.refetch()}
                />
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
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
