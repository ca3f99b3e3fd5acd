import type { Bundles } from '../contract-bundle.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'

/** What goes from node to node in a file. */
export function createBundles(_parts: Parts): Group<Bundles> {
  return { actions: {} }
}
