import type { Bundles } from '@allmende/node'

/** What goes from node to node in a file. In the fake node. */
export function fakeBundles(): Bundles {
  return {}
}
