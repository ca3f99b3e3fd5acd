import type { ComparedPassage } from '@allmende/api/client'
import { ScrollAcross } from '../../parts/scroll-across.tsx'
import { useWords } from '../../state/i18n.ts'

/** Where a text changed, line by line: what went, what came, and a little around it. Whatever is in it, as letters. */
export function Passages({
  passages,
  label,
}: {
  readonly passages: readonly ComparedPassage[]
  readonly label: string
}) {
  const { t } = useWords()
  return (
    <ScrollAcross label={t('compare.lines', { name: label })}>
      <div className="line-diff">
        {passages.map(({ skipped, lines }, index) => (
          <div key={index}>
            {skipped > 0 && <p className="soft">{t('compare.skipped', { count: skipped })}</p>}
            {lines.map(({ what, text, before, after }, at) => {
              const Tag = ({ same: 'span', added: 'ins', removed: 'del' } as const)[what]
              return (
                <div key={at} className={`diff-line diff-${what}`}>
                  <span className="diff-number soft" aria-hidden="true">
                    {after ?? before}
                  </span>
                  <Tag>{text === '' ? ' ' : text}</Tag>
                </div>
              )
            })}
          </div>
        ))}
      </div>
    </ScrollAcross>
  )
}
