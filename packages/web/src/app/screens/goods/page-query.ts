import type { AllmendeClient, FindAnswer } from '@allmende/api/client'
import { type Filters, requestFor } from './filters.ts'

/**
 * How a page of what is found is asked for and cached: the same for the field, which asks first, and for the list. What is
 * typed over is called off; the node then doesn't look for it before what is wanted now.
 */
export function pageQuery(client: AllmendeClient, wanted: Filters, page: number) {
  return {
    queryKey: ['find', wanted, page],
    queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<FindAnswer> =>
      client.find(requestFor(wanted, page), { signal }),
  }
}
