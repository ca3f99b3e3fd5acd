import type { UseQueryResult } from '@tanstack/react-query'
import type { CommonsInfo, MembersInfo, NodeStatus, ThingInfo } from '@allmende/api/client'
import { useAsk } from './client.tsx'

export const useStatus = (): UseQueryResult<NodeStatus> => useAsk(['status'], (client) => client.status())

export const useCommons = (): UseQueryResult<readonly CommonsInfo[]> =>
  useAsk(['commons'], (client) => client.listCommons())

export const useThing = (id: string): UseQueryResult<ThingInfo> =>
  useAsk(['thing', id], (client, signal) => client.show(id, { signal }))

export const useMembers = (commons: string): UseQueryResult<MembersInfo> =>
  useAsk(['people', commons], (client) => client.members({ commons }))
