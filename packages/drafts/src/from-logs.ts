import type { CommonsLogs } from '@allmende/logs'
import type { CoreKey, PersonId } from '@allmende/vocabulary'
import type { EditsAuthor, EditsLogs } from './contract.ts'
import { fail } from './errors.ts'

/** The logs of a commons as drafts need them. `person` is who writes on this device. */
export function editsOf(logs: CommonsLogs, person: () => PersonId): EditsLogs {
  return {
    id: logs.id,
    async openOwnEdits() {
      // The own logs come into being with the first write to any of them.
      if (logs.own === null) await (await logs.filesWriter()).close()
      const { log, edits } = logs.own!
      return { log, edits, person: person() }
    },
    async appendEdits(entries: Uint8Array[], core: CoreKey) {
      const before = logs.own
      if (before?.edits !== core) throw fail('DRAFT_LOG_MOVED')
      const { places } = await logs.appendEdits(entries)
      // The rest was written too, but to a log in which its sessions mean nothing: it is made again there.
      const elsewhere = places.findIndex(({ log }) => log !== before.log)
      return elsewhere < 0 ? entries.length : elsewhere
    },
    readEdits: (log, from) => logs.readEdits(log, from),
    *authors() {
      for (const state of logs.logs()) {
        const author = authorOf(state)
        if (author !== null) yield { ...author, blocks: logs.head(author.edits)?.length ?? 0 }
      }
    },
  }
}

/** Whose edits a log has; null until the log is bound. For `ingest`, when a log tells that it has grown. */
export function authorOf(state: ReturnType<CommonsLogs['logs']>[number]): EditsAuthor | null {
  const { key, edits, person, device, bound } = state
  if (!bound || edits === undefined || person === undefined) return null
  return { log: key, edits, person, ...(device === undefined ? {} : { device }) }
}
