import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { AllmendeClient, Progress } from '@allmende/api/client'
import { useAct } from './client.tsx'

/** How far it has come is told by the one, and it is ended by the other. */
export type Way = { readonly onProgress: (progress: Progress) => void; readonly signal: AbortSignal }

type Begun<Request> = Way & { readonly request: Request }

export type LongAct<Request, T> = {
  readonly of: UseMutationResult<T, Error, Begun<Request>>
  readonly report: Progress | null
  readonly start: (request: Request, onDone?: (result: T) => void) => void
  readonly stop: () => void
}

/** Has the node do something that takes long: it tells how far it has come, and can be stopped. */
export function useLongAct<Request, T>(
  act: (client: AllmendeClient, request: Request, way: Way) => Promise<T>,
): LongAct<Request, T> {
  const [report, setReport] = useState<Progress | null>(null)
  const [controller, setController] = useState<AbortController | null>(null)
  const of = useAct<Begun<Request>, T>((client, { request, ...way }) => act(client, request, way))
  const start: LongAct<Request, T>['start'] = (request, onDone) => {
    const next = new AbortController()
    setController(next)
    setReport(null)
    of.mutate(
      { request, onProgress: setReport, signal: next.signal },
      { ...(onDone && { onSuccess: onDone }) },
    )
  }
  return { of, report, start, stop: () => controller?.abort() }
}
