import type { SafeToClose as Safe } from '@allmende/api/client'
import { useWords } from '../../state/i18n.ts'
import { safeWords } from '../../state/safe-words.ts'

/** Whether this computer can be closed without anything being only here, as far as is known. */
export function SafeToClose({ safe }: { readonly safe: Safe }) {
  const words = useWords()
  const { t } = words
  const look = { yes: 'notice-good', no: 'notice-bad', unknown: 'notice-care' }[safe.answer]
  return (
    <div className={`notice ${look}`} role="status">
      <p>
        <strong>{t(`safe.${safe.answer}`)}</strong>
      </p>
      {safe.why.map((fact) => (
        <p key={JSON.stringify(fact)}>{safeWords(fact, words)}</p>
      ))}
    </div>
  )
}
