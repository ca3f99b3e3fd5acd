import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useClient } from '../../state/client.tsx'
import { type Filters, filters, requestFor } from './filters.ts'

/**
 * Asks the node in the moment of the keystroke. The components ask as well, but only when they have been drawn with what was
 * typed, which is most of a frame later; by then they find their question under way. What is typed over is called off.
 */
export function useAskAhead(): void {
  const client = useClient()
  const cache = useQueryClient()
  useEffect(() => {
    let before: Filters | null = null
    return filters.subscribe(() => {
      const wanted = filters.get()
      if (before !== null) void cache.cancelQueries({ queryKey: ['find', before, 0], exact: true })
      before = wanted
      void cache.prefetchQuery({
        queryKey: ['find', wanted, 0],
        queryFn: ({ signal }) => client.find(requestFor(wanted, 0), { signal }),
      })
    })
  }, [client, cache])
}
