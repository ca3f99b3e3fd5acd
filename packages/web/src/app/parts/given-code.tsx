import type { UseMutationResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { InviteInfo } from '@allmende/api/client'
import { useWords } from '../state/i18n.ts'
import { Problem } from './problem.tsx'

/** A code that was given out, what has become of it, and the button that ends it. */
export function GivenCode<Ended>({
  code,
  state,
  expires,
  cancel,
  onEnded,
  children,
}: Pick<InviteInfo, 'code' | 'state' | 'expires'> & {
  readonly cancel: UseMutationResult<Ended, Error, string>
  readonly onEnded: () => void
  /** Who has come by it. */
  readonly children: ReactNode
}) {
  const { t, moment } = useWords()
  return (
    <>
      <div className="code" role="status">
        <strong>{code}</strong>
        <span className="soft">
          {state === 'open' ? t('invite.until', { time: moment(expires) }) : t(`invite.${state}`)}
        </span>
        {children}
      </div>
      {state === 'open' && (
        <button
          type="button"
          className="button"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate(code, { onSuccess: onEnded })}
        >
          {t('codes.end')}
        </button>
      )}
      {cancel.error && <Problem error={cancel.error} again={false} />}
    </>
  )
}
