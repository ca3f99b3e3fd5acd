import type { Bundles } from '../contract-bundle.ts'
import type { Group } from '../group.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import { seenOf } from './seen.ts'

/** What goes from node to node in a file. Loaded when asked for: most days nobody does. */
export function createBundles(parts: Parts): Group<Bundles> {
  const seen = seenOf(parts.home)
  return {
    actions: {
      async createBundle(request, context) {
        const { writeBundle } = await import('./write-bundle.ts')
        return writeBundle(parts, request, context)
      },
      async openBundle(request, context) {
        const { openBundle } = await import('./open-bundle.ts')
        return openBundle(parts, request, context)
      },
    },
    async start() {
      // What a neighbour had when it left is what a stick for it needn't carry.
      parts.sync.on('parted', ({ commons, node, held }) => {
        const heads = [...held].map(([core, blocks]) => ({ core, length: blocks, held: blocks }))
        const holds = parts.holdings
          .of(commons)
          .filter((version) => parts.sync.holders(version).includes(node))
        const told = { at: parts.clock.now(), by: 'connection', heads, holds } as const
        inBackground(parts.logger, 'noting what a node has', seen.remember(node, commons, told))
      })
    },
    close: () => seen.settled(),
  }
}
