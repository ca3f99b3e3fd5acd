import type { Members } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Who belongs to a commons: blocks, exclusion, epochs of the read key. Over the API. */
export function membersOver(_calls: Calls): Members {
  return {}
}
