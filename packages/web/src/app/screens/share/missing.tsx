import { useWords } from '../../state/i18n.ts'
import { missingWords } from '../../state/missing-words.ts'

const SHOWN = 5

/** What others would be glad of. Asked for, not demanded: everything can be shared as it is. */
export function Missing({ missing }: { readonly missing: readonly { field: string; why: string }[] }) {
  const { t } = useWords()
  if (missing.length === 0) return null
  return (
    <div className="notice">
      <p>{t('share.missing')}</p>
      <ul>
        {missing.slice(0, SHOWN).map(({ field, why }) => (
          <li key={field}>{missingWords(field, why, t)}</li>
        ))}
      </ul>
    </div>
  )
}
