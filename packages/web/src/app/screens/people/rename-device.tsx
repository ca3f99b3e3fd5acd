import { useState } from 'react'
import type { DeviceInfo } from '@allmende/api/client'
import { Problem } from '../../parts/problem.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

export function RenameDevice({
  device,
  onDone,
}: {
  readonly device: DeviceInfo
  readonly onDone: () => void
}) {
  const { t } = useWords()
  const [name, setName] = useState(device.name ?? '')
  const rename = useAct<string, unknown>((client, wanted) =>
    client.renameDevice({ device: device.device, name: wanted }),
  )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        rename.mutate(name.trim(), { onSuccess: onDone })
      }}
    >
      <TextField
        label={t('devices.name')}
        help={t('devices.nameHelp')}
        required
        maxLength={60}
        value={name}
        onType={setName}
      />
      <button type="submit" className="button button-main" disabled={rename.isPending}>
        {t('people.save')}
      </button>
      {rename.error && <Problem error={rename.error} again={false} />}
    </form>
  )
}
