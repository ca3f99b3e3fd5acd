import type { Bundles } from '@allmende/node'
import type { Calls } from './calls.ts'

/** What goes from node to node in a file. Over the API. */
export function bundleOver({ act }: Calls): Bundles {
  return {
    createBundle: (request, context) => act('/v1/bundles', request, context),
    openBundle: (request, context) => act('/v1/bundles/opened', request, context),
  }
}
