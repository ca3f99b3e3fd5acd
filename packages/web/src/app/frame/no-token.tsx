import { useWords } from '../state/i18n.ts'

/** The page can't speak to the node: it has no key, or one of an earlier run. */
export function NoToken({ old = false }: { readonly old?: boolean }) {
  const { t } = useWords()
  return (
    <main id="main" className="alone">
      <h1>{old ? t('token.old') : t('token.none')}</h1>
      <p>{old ? t('token.oldWhy') : t('token.noneWhy')}</p>
      <p>{t('token.how')}</p>
      <pre>
        <code>allmende status</code>
      </pre>
    </main>
  )
}
