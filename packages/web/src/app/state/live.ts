import type { QueryClient } from '@tanstack/react-query'
import type { AllmendeClient } from '@allmende/api/client'
import { isTokenError } from './problem.ts'
import { connection } from './connection.ts'
import { type Cached, touchedBy } from './touched.ts'

/** Many events in a short time become one question. */
const GATHER_MS = 150
const AGAIN_MS = 1_500

/**
 * Follows the events of the node and tells the cache what is out of date. Events that came while the connection was away are
 * not asked for: everything is asked anew then, which can't miss one.
 */
export async function followNode(client: AllmendeClient, cache: QueryClient): Promise<void> {
  const touch = gathered(cache)
  for (;;) {
    try {
      await client.status()
      connection.set('live')
      void cache.invalidateQueries()
      const { signal } = new AbortController()
      await client.events({ onEvent: (event) => touch(touchedBy(event)), signal })
    } catch (error) {
      if (isTokenError(error)) return connection.set('refused')
    }
    connection.set('away')
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
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
