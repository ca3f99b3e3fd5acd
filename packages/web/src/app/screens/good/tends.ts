import type { ThingInfo } from '@allmende/api/client'
import { useStatus } from '../../state/ask.ts'

/** Whether it is one's own to change. The node judges who may; others aren't led to a refusal. */
export function useTends({ author, maintainers }: ThingInfo): boolean {
  const person = useStatus().data?.person
  if (person === undefined || person === null) return false
  return author === person || maintainers.some((one) => one.person === person)
}
