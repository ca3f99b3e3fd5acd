import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useClient } from '../../state/client.tsx'
import { type Filters, filters } from './filters.ts'
import { pageQuery } from './page-query.ts'

/**
 * Asks the node in the moment of the keystroke. The components ask as well, but only when they have been drawn with what was
 * typed, which is most of a frame later; by then they find their question under way.
 */
export function useAskAhead(): void {
  const client = useClient()
  const cache = useQueryClient()
  useEffect(() => {
    let before: Filters | null = null
    return filters.subscribe(() => {
      const wanted = filters.get()
      if (before !== null)
        void cache.cancelQueries({ queryKey: pageQuery(client, before, 0).queryKey, exact: true })
      before = wanted
      void cache.prefetchQuery(pageQuery(client, wanted, 0))
    })
  }, [client, cache])
}
