import { useState, type ReactNode } from 'react'
import { useWords } from '../state/i18n.ts'
import { Dialog } from './dialog.tsx'
import { Problem } from './problem.tsx'

/** What is done: a mutation as `useAct` gives it. */
export type Deed = {
  readonly isPending: boolean
  readonly error: Error | null
  readonly mutate: (request: null, options: { readonly onSuccess: () => void }) => void
}

/**
 * A button for what can't be taken back, or not easily: what it means is told in a dialog first. That stays open until it is
 * done, and says why it was refused.
 */
export function AskFirst({
  button,
  about,
  title,
  deed,
  gentle = false,
  onDone,
  children,
}: {
  readonly button: string
  /** What it is done to, where several such buttons stand below each other. */
  readonly about?: string
  readonly title: string
  readonly deed: Deed
  /** Nothing is lost by it. */
  readonly gentle?: boolean
  readonly onDone?: () => void
  readonly children: ReactNode
}) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const close = (): void => setAsking(false)
  const done = (): void => {
    close()
    onDone?.()
  }
  return (
    <>
      <button
        type="button"
        className={about === undefined ? 'button' : 'button button-small'}
        {...(about !== undefined && { 'aria-label': `${button}: ${about}` })}
        aria-haspopup="dialog"
        onClick={() => setAsking(true)}
      >
        {button}
      </button>
      <Dialog open={asking} onClose={close} title={title}>
        {children}
        <div className="row">
          <button
            type="button"
            className={`button ${gentle ? 'button-main' : 'button-bad'}`}
            disabled={deed.isPending}
            onClick={() => deed.mutate(null, { onSuccess: done })}
          >
            {button}
          </button>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
        </div>
        {deed.error && <Problem error={deed.error} again={false} />}
      </Dialog>
    </>
  )
}
