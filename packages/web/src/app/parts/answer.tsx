import type { ReactNode } from 'react'
import { Loading } from './loading.tsx'
import { Page } from './page.tsx'
import { Problem } from './problem.tsx'

/** The three states of whatever is asked: on its way, refused, there. What is a screen of its own has a heading in all three. */
export function Answer<T>({
  of,
  screen,
  children,
}: {
  readonly of: { readonly data: T | undefined; readonly error: Error | null }
  readonly screen?: string
  readonly children: (data: T) => ReactNode
}) {
  if (of.data !== undefined) return <>{children(of.data)}</>
  const without = of.error ? <Problem error={of.error} /> : <Loading />
  return screen === undefined ? without : <Page title={screen}>{without}</Page>
}
