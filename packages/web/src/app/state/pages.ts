import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import type { AllmendeClient, Paged, PageRequest } from '@allmende/api/client'
import { type Key, useClient } from './client.tsx'

export type Pages<Page> = UseInfiniteQueryResult<InfiniteData<Page>>

/**
 * Asks for a list page by page. When an event says that it may be another, the pages that are shown are asked for anew, one
 * after the other from the first on: so what moved from one to the next is neither lost nor twice.
 */
export function usePages<Page extends Paged>(
  key: Key,
  ask: (client: AllmendeClient, page: PageRequest, signal: AbortSignal) => Promise<Page>,
  { enabled = true }: { readonly enabled?: boolean } = {},
): Pages<Page> {
  const client = useClient()
  return useInfiniteQuery({
    // Not the key of the same list asked for at once: what is kept under it has another form.
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam, signal }): Promise<Page> =>
      ask(client, pageParam === undefined ? {} : { after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    enabled,
  })
}
