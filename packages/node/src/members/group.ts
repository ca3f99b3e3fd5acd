import type { Members } from '../contract-members.ts'
import type { Group } from '../group.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { block, listBlocks } from './blocking.ts'
import { KeyKeeper } from './key-keeper.ts'
import { membersOf } from './list-members.ts'
import { exclude, readmit } from './membership.ts'
import { StandingWatch } from './watch.ts'

/** Who belongs to a commons: blocks, exclusion, epochs of the read key. */
export function createMembers(parts: Parts): Group<Members> {
  const keeper = new KeyKeeper(parts)
  const watch = new StandingWatch(parts, (commons) => keeper.step(commons))
  return {
    actions: {
      block: (request) => block(parts, watch, request),
      listBlocks: (page) => listBlocks(parts, page),
      members: (request) => membersOf(parts, watch, request),
      exclude: (request) => exclude(parts, watch, request),
      readmit: (request) => readmit(parts, watch, request),
      changeKey: async ({ commons }) => {
        const meant = parts.book.forWriting(commons)
        await watch.apply(meant)
        const changed = await watch.inTurn(meant, () => keeper.change(meant))
        await watch.apply(meant)
        return changed
      },
    },
    async start() {
      watch.start()
      // What was said while this node was closed is known from its tables already; the sessions begin with it.
      for (const commons of parts.book.all()) await watch.apply(commons)
      parts.book.onAdded((commons) =>
        inBackground(parts.logger, 'looking who is carried', watch.apply(commons)),
      )
    },
  }
}
