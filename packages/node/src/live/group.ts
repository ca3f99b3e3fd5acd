import type { Live } from '../contract-live.ts'
import type { Group } from '../group.ts'
import type { Parts } from '../parts.ts'
import { LiveTables } from './tables.ts'

/** Drafts that are open in editors, and who is there. */
export function createLive(parts: Parts): Group<Live> {
  const tables = new LiveTables(parts)
  return {
    actions: {
      liveDraft: (request, context) => tables.liveDraft(request, context),
      pushLive: (request) => tables.pushLive(request),
      pointLive: (request) => tables.pointLive(request),
    },
    start: async () => parts.presence.start(),
    async close() {
      await tables.close()
      parts.presence.close()
    },
  }
}
