import { useWords } from '../state/i18n.ts'
import type { Pages } from '../state/pages.ts'
import { Problem } from './problem.tsx'

/** Below a list that is longer than what is shown of it: fetches the next page. */
export function More({ of }: { readonly of: Pages<unknown> }) {
  if (of.isFetchNextPageError && of.error) return <Problem error={of.error} />
  if (!of.hasNextPage) return null
  return <MoreButton busy={of.isFetchingNextPage} onMore={() => void of.fetchNextPage()} />
}

export function MoreButton({ busy, onMore }: { readonly busy: boolean; readonly onMore: () => void }) {
  const { t } = useWords()
  return (
    <p>
      <button type="button" className="button" disabled={busy} onClick={onMore}>
        {t('more.button')}
      </button>
    </p>
  )
}
