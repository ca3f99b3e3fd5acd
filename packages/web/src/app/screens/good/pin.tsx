import type { PinInfo, ThingInfo } from '@allmende/api/client'
import { Problem } from '../../parts/problem.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { Answer } from '../../parts/answer.tsx'

/** Pinned: all its files are to be here, and those of later versions, for a trip or for others. */
export function Pin({ thing }: { readonly thing: ThingInfo }) {
  const { t, bytes } = useWords()
  const pins = useAsk(['pins'], (client) => client.listPins())
  const pin = useAct<null, PinInfo>((client) => client.pin({ good: thing.id, background: true }))
  const unpin = useAct<null, PinInfo>((client) => client.unpin({ good: thing.id }))
  return (
    <div className="stack">
      <p>{t('pin.why')}</p>
      <Answer of={pins}>
        {(list) => {
          const own = list.pins.find(({ what, id }) => what === 'good' && id === thing.id)
          return own ? (
            <>
              <p role="status">
                {own.missing.versions === 0
                  ? t('pin.whole', { bytes: bytes(own.held.bytes) })
                  : t('pin.coming', { bytes: bytes(own.missing.bytes) })}
              </p>
              <button
                type="button"
                className="button"
                disabled={unpin.isPending}
                onClick={() => unpin.mutate(null, { onSuccess: () => void pins.refetch() })}
              >
                {t('pin.remove')}
              </button>
            </>
          ) : (
            <button
              type="button"
              className="button button-main"
              disabled={pin.isPending}
              onClick={() => pin.mutate(null, { onSuccess: () => void pins.refetch() })}
            >
              {t('good.pin')}
            </button>
          )
        }}
      </Answer>
      {(pin.error ?? unpin.error) && <Problem error={pin.error ?? unpin.error} again={false} />}
    </div>
  )
}
