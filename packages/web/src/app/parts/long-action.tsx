import type { LongAct } from '../state/long-act.ts'
import { useWords } from '../state/i18n.ts'
import { Problem } from './problem.tsx'
import { Progress } from './progress.tsx'

/** The button of something that takes long, how far it has come, and why it was refused. Without `onStart` it sends its form. */
export function LongAction<Request, T>({
  action: { of, report, stop },
  button,
  working,
  disabled = false,
  onStart,
}: {
  readonly action: LongAct<Request, T>
  readonly button: string
  readonly working?: string
  /** Something that it needs is still to be said. */
  readonly disabled?: boolean
  readonly onStart?: () => void
}) {
  const { t } = useWords()
  return (
    <>
      <div className="row">
        <button
          type={onStart ? 'button' : 'submit'}
          className="button button-main"
          disabled={of.isPending || disabled}
          {...(onStart && { onClick: onStart })}
        >
          {button}
        </button>
        {of.isPending && (
          <button type="button" className="button" onClick={stop}>
            {t('common.cancel')}
          </button>
        )}
      </div>
      {of.isPending && <Progress report={report} label={working ?? t('common.working')} />}
      {of.error && <Problem error={of.error} again={false} />}
    </>
  )
}
