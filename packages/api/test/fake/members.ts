import type { Members } from '@allmende/node'

/** Who belongs to a commons: blocks, exclusion, epochs of the read key. In the fake node. */
export function fakeMembers(): Members {
  return {}
}
