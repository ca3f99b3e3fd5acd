import type { QueryClient } from '@tanstack/react-query'
import { keepFollowing, type AllmendeClient } from '@allmende/api/client'
import { connection } from './connection.ts'
import { type Cached, touchedBy } from './touched.ts'

/** Many events in a short time become one question. */
const GATHER_MS = 150
const AGAIN_MS = 1_500

/**
 * Follows the events of the node and tells the cache what is out of date. Events that came while the connection was away come
 * first when it is back; where that can't be (the node was started anew, or it took too long), everything is asked anew.
 */
export function followNode(client: AllmendeClient, cache: QueryClient): Promise<void> {
  const touch = gathered(cache)
  return keepFollowing(client.events, {
    onEvent: (event) => touch(touchedBy(event)),
    onHere(whole) {
      connection.set('live')
      if (!whole) void cache.invalidateQueries()
      // What was asked while the node was away has failed, though no event says that it is another.
      else void cache.invalidateQueries({ predicate: ({ state }) => state.status === 'error' })
    },
    onAway: () => connection.set('away'),
    pause: () => new Promise((resolve) => setTimeout(resolve, AGAIN_MS)),
    signal: new AbortController().signal,
  }).catch(() => connection.set('refused'))
}

function gathered(cache: QueryClient): (touched: readonly Cached[]) => void {
  const waiting = new Set<Cached>()
  let timer: ReturnType<typeof setTimeout> | undefined
  return (touched) => {
    for (const one of touched) waiting.add(one)
    timer ??= setTimeout(() => {
      timer = undefined
      for (const one of waiting) void cache.invalidateQueries({ queryKey: [one] })
      waiting.clear()
    }, GATHER_MS)
  }
}
