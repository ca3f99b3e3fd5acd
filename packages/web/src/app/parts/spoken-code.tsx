import { useState } from 'react'
import type { InviteInfo } from '@allmende/api/client'
import { useAct, useAsk } from '../state/client.tsx'
import { shortName } from '../state/format.ts'
import { useWords } from '../state/i18n.ts'
import { Field } from './field.tsx'
import { Problem } from './problem.tsx'

const MINUTES = [10, 60, 24 * 60] as const
const USES = [1, 5, 20] as const

/** A code to be said aloud, that opens a commons or a good: for how long, for how many, and who has come by it. */
export function SpokenCode({
  about,
}: {
  readonly about: { readonly commons: string } | { readonly thing: string }
}) {
  const { t } = useWords()
  const [minutes, setMinutes] = useState<number>(MINUTES[0])
  const [uses, setUses] = useState<number>(USES[0])
  const make = useAct<null, InviteInfo>((client) => client.invite({ ...about, seconds: minutes * 60, uses }))
  const { data: all } = useAsk(['invites'], (client) => client.listInvites())
  const given = make.data && (all?.find(({ code }) => code === make.data.code) ?? make.data)
  return (
    <div className="stack">
      <h3>{t('invite.code')}</h3>
      <p className="soft">{t('codes.why')}</p>
      {given ? (
        <Given given={given} />
      ) : (
        <>
          <div className="row">
            <Field label={t('codes.long')}>
              {(ids) => (
                <select {...ids} value={minutes} onChange={({ target }) => setMinutes(Number(target.value))}>
                  {MINUTES.map((one) => (
                    <option key={one} value={one}>
                      {one < 60 ? t('codes.minutes', { count: one }) : t('codes.hours', { count: one / 60 })}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field label={t('codes.many')}>
              {(ids) => (
                <select {...ids} value={uses} onChange={({ target }) => setUses(Number(target.value))}>
                  {USES.map((one) => (
                    <option key={one} value={one}>
                      {t('codes.people', { count: one })}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
          <button
            type="button"
            className="button"
            disabled={make.isPending}
            onClick={() => make.mutate(null)}
          >
            {t('invite.make')}
          </button>
        </>
      )}
      {make.error && <Problem error={make.error} again={false} />}
    </div>
  )
}

function Given({ given }: { readonly given: InviteInfo }) {
  const { t, moment } = useWords()
  const cancel = useAct<string, InviteInfo>((client, code) => client.cancelInvite(code))
  const { state } = cancel.data ?? given
  return (
    <>
      <div className="code" role="status">
        <strong>{given.code}</strong>
        <span className="soft">
          {state === 'open' ? t('invite.until', { time: moment(given.expires) }) : t(`invite.${state}`)}
        </span>
        {given.joined.length > 0 && (
          <span>
            {t('codes.came', { count: given.joined.length })}{' '}
            {given.joined
              .flatMap(({ person }) => (person === null ? [] : shortName(null, person)))
              .join(', ')}
          </span>
        )}
      </div>
      {state === 'open' && (
        <button
          type="button"
          className="button"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate(given.code)}
        >
          {t('codes.end')}
        </button>
      )}
      {cancel.error && <Problem error={cancel.error} again={false} />}
    </>
  )
}
