import type { Members } from '../contract-members.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { block, listBlocks } from './blocking.ts'
import { exclude, membersOf, readmit } from './membership.ts'
import { StandingWatch } from './watch.ts'

/** Who belongs to a commons: blocks, exclusion, epochs of the read key. */
export function createMembers(parts: Parts): Group<Members> {
  const watch = new StandingWatch(parts, async () => undefined)
  return {
    actions: {
      block: (request) => block(parts, watch, request),
      listBlocks: () => listBlocks(parts),
      members: (request) => membersOf(parts, watch, request),
      exclude: (request) => exclude(parts, watch, request),
      readmit: (request) => readmit(parts, watch, request),
    },
    async start() {
      watch.start()
      // What was said while this node was closed is known from its tables already; the sessions begin with it.
      for (const commons of parts.book.all()) await watch.apply(commons)
    },
  }
}
