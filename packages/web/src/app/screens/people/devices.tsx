import type { DeviceList } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** One's own computers. */
export function Devices() {
  const { t, ago } = useWords()
  const list = useAsk<DeviceList>(['devices'], (client) => client.listDevices())
  return (
    <Section title={t('people.devices')}>
      <Answer of={list}>
        {({ devices }) =>
          devices.length === 0 ? (
            <Empty title={t('people.noDevices')}>{t('people.noDevicesWhy')}</Empty>
          ) : (
            <ul className="plain">
              {devices.map((device) => (
                <li key={device.device} className="line">
                  <div>
                    <strong>{device.name ?? device.device.slice(0, 8)}</strong>
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
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  )
}
