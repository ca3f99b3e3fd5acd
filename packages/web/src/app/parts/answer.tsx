import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loading } from './loading.tsx'
import { Problem } from './problem.tsx'

/** The three states of whatever is asked: on its way, refused, there. */
export function Answer<T>({
  of,
  children,
}: {
  readonly of: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
}) {
  if (of.data !== undefined) return <>{children(of.data)}</>
  return of.error ? <Problem error={of.error} /> : <Loading />
}
