import { useState } from 'react'
import type { DeviceInfo, DeviceList } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { AddDevice } from './add-device.tsx'
import { RenameDevice } from './rename-device.tsx'
import { RetireDevice } from './retire-device.tsx'
import { Shares } from './shares.tsx'
import { TakeWords } from './take-words.tsx'

/** One's own computers: one more, another name, one that is lost; and what brings oneself back without any of them. */
export function Devices() {
  const { t } = useWords()
  const [open, setOpen] = useState<'add' | 'shares' | null>(null)
  const list = useAsk<DeviceList>(['devices'], (client) => client.listDevices())
  return (
    <Section title={t('people.devices')}>
      <Answer of={list}>
        {(now) =>
          now.person === null || now.devices.length === 0 ? (
            <Empty title={t('people.noDevices')}>{t('people.noDevicesWhy')}</Empty>
          ) : (
            <>
              <ul className="plain">
                {now.devices.map((device) => (
                  <Device key={device.device} device={device} onChange={() => void list.refetch()} />
                ))}
              </ul>
              <div className="row">
                <button
                  type="button"
                  className="button"
                  aria-haspopup="dialog"
                  onClick={() => setOpen('add')}
                >
                  {t('devices.add')}
                </button>
                <button
                  type="button"
                  className="button"
                  aria-haspopup="dialog"
                  onClick={() => setOpen('shares')}
                >
                  {t('devices.shares')}
                </button>
              </div>
              <Account list={now} onChange={() => void list.refetch()} />
            </>
          )
        }
      </Answer>
      <Dialog open={open === 'add'} onClose={() => setOpen(null)} title={t('devices.add')}>
        <AddDevice />
      </Dialog>
      <Dialog open={open === 'shares'} onClose={() => setOpen(null)} title={t('devices.shares')}>
        <Shares />
      </Dialog>
    </Section>
  )
}

function Device({ device, onChange }: { readonly device: DeviceInfo; readonly onChange: () => void }) {
  const { t, ago } = useWords()
  const [open, setOpen] = useState<'rename' | 'retire' | null>(null)
  const name = device.name ?? device.device.slice(0, 8)
  const close = (): void => {
    setOpen(null)
    onChange()
  }
  return (
    <li className="line">
      <div>
        <strong>{name}</strong>
        <p className="soft">
          {[
            device.here && t('people.thisOne'),
            device.retired !== null && t('people.retired'),
            !device.here && device.connected && t('people.connected'),
            device.wrote !== null && t('people.wrote', { time: ago(device.wrote) }),
          ]
            .filter((fact) => typeof fact === 'string')
            .join(' · ')}
        </p>
      </div>
      <div className="row">
        <button
          type="button"
          className="button button-small"
          aria-label={`${t('devices.rename')}: ${name}`}
          aria-haspopup="dialog"
          onClick={() => setOpen('rename')}
        >
          {t('devices.rename')}
        </button>
        {device.retired === null && !device.here && (
          <button
            type="button"
            className="button button-small"
            aria-label={`${t('devices.retire')}: ${name}`}
            aria-haspopup="dialog"
            onClick={() => setOpen('retire')}
          >
            {t('devices.retire')}
          </button>
        )}
      </div>
      <Dialog open={open === 'rename'} onClose={() => setOpen(null)} title={t('devices.rename')}>
        <RenameDevice device={device} onDone={close} />
      </Dialog>
      <Dialog
        open={open === 'retire'}
        onClose={() => setOpen(null)}
        title={t('devices.retireTitle', { name })}
      >
        <RetireDevice device={device} onDone={onChange} />
      </Dialog>
    </li>
  )
}

/** Whether the words alone would bring one back, as far as is known. */
function Account({ list, onChange }: { readonly list: DeviceList; readonly onChange: () => void }) {
  const { t, language } = useWords()
  const { account } = list
  if (account === null) return <TakeWords onDone={onChange} />
  const names = account.keptBy.map(({ name, node }) => name ?? node.slice(0, 8))
  return (
    <p className={names.length > 0 ? 'soft' : 'notice notice-care'}>
      {names.length > 0
        ? t('devices.kept', { names: new Intl.ListFormat(language).format(names) })
        : t('devices.keptNowhere')}
    </p>
  )
}
