import type { GuestDoorInfo, ThingInfo } from '@allmende/api/client'
import { Answer } from '../../parts/answer.tsx'
import { CopyText } from '../../parts/copy-text.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Qr } from '../../parts/qr.tsx'
import { useAct, useAsk } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** Opens a door for guests on the local network: they scan a code and see the good, with nothing installed. */
export function ShowOnPhone({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const doors = useAsk(['status', 'guests'], (client) => client.listGuests())
  const again = { onSuccess: () => void doors.refetch() }
  const open = useAct<null, GuestDoorInfo>((client) => client.openGuest({ thing: thing.id, right: 'view' }))
  const close = useAct<string, unknown>((client, door) => client.closeGuest({ door }))
  return (
    <div className="stack">
      <p>{t('phone.why')}</p>
      <p className="notice notice-care">{t('phone.plain')}</p>
      <Answer of={doors}>
        {(list) => {
          const door = list.doors.find((one) => one.thing === thing.id)
          return door ? (
            <Door door={door} closing={close.isPending} onClose={() => close.mutate(door.id, again)} />
          ) : (
            <>
              {close.data !== undefined && <p role="status">{t('phone.closed')}</p>}
              <button
                type="button"
                className="button button-main"
                disabled={open.isPending}
                onClick={() => open.mutate(null, again)}
              >
                {t('phone.open')}
              </button>
            </>
          )
        }}
      </Answer>
      {(open.error ?? close.error) && <Problem error={open.error ?? close.error} again={false} />}
    </div>
  )
}

/** A computer in several networks has a link for each; the first is the likeliest. */
function Door({
  door,
  closing,
  onClose,
}: {
  readonly door: GuestDoorInfo
  readonly closing: boolean
  readonly onClose: () => void
}) {
  const { t, moment } = useWords()
  const [first = ''] = door.links
  return (
    <>
      <p role="status">{t('phone.until', { moment: moment(door.until) })}</p>
      <Qr text={first} label={t('phone.code')} />
      {door.links.map((link) => (
        <CopyText key={link} text={link} label={t('phone.link')} />
      ))}
      {door.guests.length > 0 && <p>{door.guests.map(({ name }) => name).join(', ')}</p>}
      <button type="button" className="button" disabled={closing} onClick={onClose}>
        {t('phone.close')}
      </button>
    </>
  )
}
