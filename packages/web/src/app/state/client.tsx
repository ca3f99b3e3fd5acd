import { useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { AllmendeClient } from '@allmende/api/client'
import type { Cached } from './touched.ts'
import { keepingWords } from './words.ts'

const ClientContext = createContext<AllmendeClient | null>(null)
export const ClientProvider = ClientContext.Provider

export function useClient(): AllmendeClient {
  const client = useContext(ClientContext)
  if (!client) throw new Error('there is no client around this component')
  return client
}

export type Key = readonly [Cached, ...(string | number | object | null)[]]

/** Asks the node; asks again by itself when an event says that the answer may be another. */
export function useAsk<T>(
  key: Key,
  ask: (client: AllmendeClient, signal: AbortSignal) => Promise<T>,
  options: { readonly enabled?: boolean; readonly keep?: boolean; readonly everyMs?: number } = {},
): UseQueryResult<T> {
  const client = useClient()
  const { enabled = true, keep = false, everyMs } = options
  return useQuery<T>({
    queryKey: key,
    queryFn: ({ signal }) => ask(client, signal),
    enabled,
    // Only for what no event tells of.
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
    ...(keep && { placeholderData: (before: T | undefined) => before as never }),
  })
}

/** Has the node do something. What it answers is looked through for the 24 words, which are said only once. */
export function useAct<Request, T>(
  act: (client: AllmendeClient, request: Request) => Promise<T>,
): UseMutationResult<T, Error, Request> {
  const client = useClient()
  return useMutation({ mutationFn: async (request: Request) => keepingWords(await act(client, request)) })
}
