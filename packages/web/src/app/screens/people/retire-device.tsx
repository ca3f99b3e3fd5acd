import { useState } from 'react'
import type { DeviceInfo, RetireResult } from '@allmende/api/client'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { saidOf } from '../../state/problem.ts'
import { useWords } from '../../state/i18n.ts'
import { plainWords, WordsField } from './words-field.tsx'

/** Says that a computer of one's own writes no more. It can't be taken back: what follows is told before. */
export function RetireDevice({
  device,
  onDone,
}: {
  readonly device: DeviceInfo
  readonly onDone: () => void
}) {
  const { t } = useWords()
  const [words, setWords] = useState('')
  const retire = useAct<boolean, RetireResult>((client, anyway) =>
    client.retireDevice({
      device: device.device,
      ...(words.trim() !== '' && { words: plainWords(words) }),
      ...(anyway && { anyway }),
    }),
  )
  const again = retire.error !== null && saidOf(retire.error).code === 'DEVICE_BEHIND'
  if (retire.data)
    return (
      <p className="notice notice-good" role="status">
        {t(retire.data.byRoot ? 'devices.isRetired' : 'devices.isProposed')}
      </p>
    )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        retire.mutate(false, { onSuccess: onDone })
      }}
    >
      <ul>
        <li>{t('devices.retireStays')}</li>
        <li>{t('devices.retireRefused')}</li>
        <li>{t('devices.retireHas')}</li>
        <li>
          <strong>{t('devices.retireForGood')}</strong>
        </li>
      </ul>
      <WordsField value={words} onChange={setWords} required={false} />
      <p className="soft">{t('devices.retireWithout')}</p>
      <button type="submit" className="button button-bad" disabled={retire.isPending}>
        {t('devices.retireButton')}
      </button>
      {retire.error && <Problem error={retire.error} again={false} />}
      {again && (
        <button
          type="button"
          className="button button-bad"
          onClick={() => retire.mutate(true, { onSuccess: onDone })}
        >
          {t('devices.retireAnyway')}
        </button>
      )}
    </form>
  )
}
