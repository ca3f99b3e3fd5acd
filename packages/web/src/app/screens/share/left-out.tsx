import type { SharePreview } from '@allmende/api/client'
import { useWords } from '../../state/i18n.ts'

/** What of a folder stays where it is, and why; nothing where all of it goes along. */
export function LeftOut({ files }: { readonly files: SharePreview['leftOut'] }) {
  const { t } = useWords()
  if (files.length === 0) return null
  return (
    <details>
      <summary>{t('share.leftOut', { count: files.length })}</summary>
      <ul className="plain">
        {files.map(({ path, code, from = '' }) => (
          <li key={path} className="line">
            <span>{path}</span>
            <span className="soft">{t(`left.${code}`, { from })}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
