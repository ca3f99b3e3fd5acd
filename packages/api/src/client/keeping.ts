import type { Keeping } from '@allmende/node'
import type { Calls } from './calls.ts'

/** Who holds what, and what is held here. Over the API. */
export function keepingOver(_calls: Calls): Keeping {
  return {}
}
