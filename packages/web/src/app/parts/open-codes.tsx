import { useQueryClient } from '@tanstack/react-query'
import type { InviteInfo } from '@allmende/api/client'
import { useAct } from '../state/client.tsx'
import { useWords } from '../state/i18n.ts'
import { Problem } from './problem.tsx'

/** What a code opens. */
export type CodeFor = { readonly commons: string } | { readonly thing: string }

/** Codes that are given out or ended make no event. */
export function useCodesAgain(): () => void {
  const cache = useQueryClient()
  return () => void cache.invalidateQueries({ queryKey: ['invites'] })
}

/** The codes that were given out for the same and are open still; those of its goods too, for a commons. Each can be ended. */
export function OpenCodes({
  about,
  all,
  but,
}: {
  readonly about: CodeFor
  readonly all: readonly InviteInfo[]
  /** Shown above already. */
  readonly but: string | undefined
}) {
  const { t, moment } = useWords()
  const again = useCodesAgain()
  const cancel = useAct<string, InviteInfo>((client, code) => client.cancelInvite(code))
  const open = all.filter(
    ({ code, state, commons, thing }) =>
      state === 'open' &&
      code !== but &&
      ('thing' in about ? thing?.id === about.thing : commons === about.commons),
  )
  if (open.length === 0) return cancel.error && <Problem error={cancel.error} again={false} />
  return (
    <>
      <h3>{t('codes.open')}</h3>
      <ul className="plain">
        {open.map(({ code, thing, expires, usesLeft, vouches, public: anybody }) => (
          <li key={code} className="line">
            <div>
              <strong>{code}</strong>
              <p className="soft">
                {[
                  thing && 'commons' in about && t('codes.forThing', { title: thing.title }),
                  t('codes.people', { count: usesLeft }),
                  t('invite.until', { time: moment(expires) }),
                  vouches && anybody && t('codes.vouches'),
                ]
                  .filter((fact) => typeof fact === 'string')
                  .join(' · ')}
              </p>
            </div>
            <button
              type="button"
              className="button button-small"
              aria-label={t('codes.endOne', { code })}
              disabled={cancel.isPending}
              onClick={() => cancel.mutate(code, { onSuccess: again })}
            >
              {t('codes.end')}
            </button>
          </li>
        ))}
      </ul>
      {cancel.error && <Problem error={cancel.error} again={false} />}
    </>
  )
}
