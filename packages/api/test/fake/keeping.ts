import type { Keeping } from '@allmende/node'

/** Who holds what, and what is held here. In the fake node. */
export function fakeKeeping(): Keeping {
  return {}
}
