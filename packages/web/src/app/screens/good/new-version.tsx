import { Link } from 'wouter'
import type { ThingInfo } from '@allmende/api/client'
import { useStatus } from '../../state/ask.ts'
import { useWords } from '../../state/i18n.ts'

/** Leads whoever made a good to sharing its next version. The node judges who may; others aren't led to a refusal. */
export function NewVersion({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const { data: status } = useStatus()
  if (!status?.person || thing.author !== status.person) return null
  return (
    <Link href={`/share/${encodeURIComponent(thing.id)}`} className="button">
      {t('good.newVersion')}
    </Link>
  )
}
