import { useQueryClient } from '@tanstack/react-query'
import type { DeviceCode } from '@allmende/api/client'
import { CopyText } from '../../parts/copy-text.tsx'
import { GivenCode } from '../../parts/given-code.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useStatus } from '../../state/ask.ts'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

const LOOK_AGAIN_MS = 1_000

/** How to go on with another computer as well. Nothing of this one is copied: only the words say which computers are one's own. */
export function AddDevice() {
  const { t } = useWords()
  const make = useAct<null, DeviceCode>((client) => client.addDevice({}))
  const given = useCode(make.data)
  const { data: status } = useStatus()
  const address = (status?.network ?? [])
    .filter(({ transport }) => transport === 'direct')
    .flatMap(({ addresses }) => addresses)[0]
  const by = given ? ` --code ${given.code}` : address === undefined ? '' : ` --connect ${address}`
  return (
    <div className="stack">
      <p>{t('devices.addWhy')}</p>
      <ol>
        <li>{t('devices.addRun')}</li>
        <li>{t('devices.addPage')}</li>
        <li>{t('devices.addWords')}</li>
      </ol>
      {given && <Given given={given} />}
      {given?.state !== 'open' && (
        <button type="button" className="button" disabled={make.isPending} onClick={() => make.mutate(null)}>
          {t('invite.make')}
        </button>
      )}
      {make.error && <Problem error={make.error} again={false} />}
      <p className="soft">{t('byCode.why')}</p>
      <p>{t('devices.addTerminal')}</p>
      <CopyText text={`allmende restore${by}`} label={t('devices.add')} />
    </div>
  )
}

/** What has become of a code: no event tells of it, nor of the name that the new computer says a little later. */
function useCode(made: DeviceCode | undefined): DeviceCode | undefined {
  const { data: all } = useAsk(['devices', 'codes'], (client) => client.listDeviceCodes(), {
    enabled: made !== undefined,
    everyMs: LOOK_AGAIN_MS,
  })
  return made && (all?.find(({ code }) => code === made.code) ?? made)
}

function Given({ given }: { readonly given: DeviceCode }) {
  const { t } = useWords()
  const cache = useQueryClient()
  const cancel = useAct<string, DeviceCode>((client, code) => client.cancelDeviceCode(code))
  const { code, state, expires, came } = given
  const name = came?.name ?? came?.device?.slice(0, 8)
  const again = (): void => void cache.invalidateQueries({ queryKey: ['devices'] })
  return (
    <GivenCode code={code} state={state} expires={expires} cancel={cancel} onEnded={again}>
      {came && (
        <span>
          {!came.own ? t('byCode.stranger') : name ? t('byCode.named', { name }) : t('byCode.came')}
        </span>
      )}
    </GivenCode>
  )
}
