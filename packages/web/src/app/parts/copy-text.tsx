import { useState } from 'react'
import { useWords } from '../state/i18n.ts'
import { Icon } from './icon.tsx'

const SHOWN_MS = 2_000

/** A text that is meant to be passed on, with a button that copies it. */
export function CopyText({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SHOWN_MS)
  }
  return (
    <div className="copy-text">
      <code>{text}</code>
      <button
        type="button"
        className="button"
        aria-label={`${t('common.copyText')}: ${label}`}
        onClick={() => void copy()}
      >
        <Icon name={copied ? 'check' : 'copy'} />
        <span aria-live="polite">{copied ? t('common.copied') : t('common.copyText')}</span>
      </button>
    </div>
  )
}
