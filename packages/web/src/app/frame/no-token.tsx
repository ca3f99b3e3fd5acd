import { useWords } from '../state/i18n.ts'
import type { NoBearer } from '../state/token.ts'

/** The page can't speak to the node: it has no key, one that was used or of an earlier run, or the node is away. */
export function NoToken({ why }: { readonly why: NoBearer | 'anew' | 'away' }) {
  const { t } = useWords()
  const { title, reason } = WORDS[why]
  return (
    <main id="main" className="alone">
      <h1>{t(title)}</h1>
      <p>{t(reason)}</p>
      {why !== 'away' && (
        <>
          <p>{t('token.how')}</p>
          <pre>
            <code>allmende status</code>
          </pre>
        </>
      )}
    </main>
  )
}

const WORDS = {
  none: { title: 'token.none', reason: 'token.noneWhy' },
  used: { title: 'token.used', reason: 'token.usedWhy' },
  old: { title: 'token.late', reason: 'token.lateWhy' },
  anew: { title: 'token.old', reason: 'token.oldWhy' },
  away: { title: 'problem.gone', reason: 'problem.goneHow' },
} as const
