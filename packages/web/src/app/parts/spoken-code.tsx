import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { InviteInfo } from '@allmende/api/client'
import { useAct, useAsk } from '../state/client.tsx'
import { shortName } from '../state/format.ts'
import { useWords } from '../state/i18n.ts'
import { Field } from './field.tsx'
import { GivenCode } from './given-code.tsx'
import { type CodeFor, OpenCodes, useCodesAgain } from './open-codes.tsx'
import { Problem } from './problem.tsx'

const MINUTES = [10, 60, 24 * 60] as const
const USES = [1, 5, 20] as const

/**
 * A code to be said aloud, that opens a commons or a good: for how long, for how many, and who has come by it; below it those
 * that are open still. `mayVouch`: whether it vouches is chosen; in a private commons it always does.
 */
export function SpokenCode({
  about,
  mayVouch = false,
}: {
  readonly about: CodeFor
  readonly mayVouch?: boolean
}) {
  const { t } = useWords()
  const make = useAct<Terms, InviteInfo>((client, terms) => client.invite({ ...about, ...terms }))
  const { data: all } = useAsk(['invites'], (client) => client.listInvites())
  const given = make.data && (all?.find(({ code }) => code === make.data.code) ?? make.data)
  return (
    <div className="stack">
      <h3>{t('invite.code')}</h3>
      <p className="soft">{t('codes.why')}</p>
      {given ? <Given given={given} /> : <Choose make={make} mayVouch={mayVouch} />}
      {make.error && <Problem error={make.error} again={false} />}
      <OpenCodes about={about} all={all ?? []} but={given?.code} />
    </div>
  )
}

type Terms = { readonly seconds: number; readonly uses: number; readonly vouch?: true }

function Choose({
  make,
  mayVouch,
}: {
  readonly make: UseMutationResult<InviteInfo, Error, Terms>
  readonly mayVouch: boolean
}) {
  const { t } = useWords()
  const [minutes, setMinutes] = useState<number>(MINUTES[0])
  const [uses, setUses] = useState<number>(USES[0])
  const [vouch, setVouch] = useState(false)
  const again = useCodesAgain()
  return (
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
      {mayVouch && (
        <>
          <label className="check">
            <input type="checkbox" checked={vouch} onChange={({ target }) => setVouch(target.checked)} />
            {t('codes.vouch')}
          </label>
          <p className="soft">{t('codes.vouchWhy')}</p>
        </>
      )}
      <button
        type="button"
        className="button"
        disabled={make.isPending}
        onClick={() =>
          make.mutate({ seconds: minutes * 60, uses, ...(vouch && { vouch }) }, { onSuccess: again })
        }
      >
        {t('invite.make')}
      </button>
    </>
  )
}

function Given({ given }: { readonly given: InviteInfo }) {
  const { t } = useWords()
  const again = useCodesAgain()
  const cancel = useAct<string, InviteInfo>((client, code) => client.cancelInvite(code))
  const { code, expires } = given
  const { state } = cancel.data ?? given
  return (
    <GivenCode code={code} state={state} expires={expires} cancel={cancel} onEnded={again}>
      {given.vouches && given.public && <span className="soft">{t('codes.vouches')}</span>}
      {given.joined.length > 0 && (
        <span>
          {t('codes.came', { count: given.joined.length })}{' '}
          {given.joined.flatMap(({ person }) => (person === null ? [] : shortName(null, person))).join(', ')}
        </span>
      )}
    </GivenCode>
  )
}
