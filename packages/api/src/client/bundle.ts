import type { Bundles } from '@allmende/node'
import type { Calls } from './calls.ts'

/** What goes from node to node in a file. Over the API. */
export function bundleOver(_calls: Calls): Bundles {
  return {}
}
