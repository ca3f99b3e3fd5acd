import type { QueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'

/** Edits come by the stroke; what is asked anew because of them is asked once for so long. */
const GATHER_MS = 800

/** What is told when a draft has changed: its history and what is beside its text are asked for anew, where they are shown. */
export function useDraftTouched(cache: QueryClient, draft: string): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [cache, draft],
  )
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      for (const what of ['history', 'beside', 'credits', 'marks'])
        void cache.invalidateQueries({ queryKey: ['thing', draft, what] })
    }, GATHER_MS)
  }, [cache, draft])
}
