import type { Drafts, DraftRecords, EditsAuthor, EditsLogs } from '@allmende/drafts'
import type { Appended, CommonsLogs, LogState } from '@allmende/logs'
import type { PersonId } from '@allmende/vocabulary'
import { fail } from './errors.ts'

/** Lets the drafts see one commons: its edits as they arrive, and its own log to write to. */
export async function followEdits(
  logs: CommonsLogs,
  person: () => PersonId | undefined,
  drafts: Drafts,
  records: DraftRecords,
): Promise<void> {
  await drafts.attach(editsOf(logs, person), records)
  logs.on('appended', ({ which, log }: Appended) => {
    const author = which === 'edits' ? authorOf(logs.log(log)) : null
    if (author) void drafts.ingest(logs.id, author)
  })
  logs.on('bound', (state: LogState) => {
    const author = authorOf(state)
    if (author) void drafts.ingest(logs.id, author)
  })
}

function editsOf(logs: CommonsLogs, person: () => PersonId | undefined): EditsLogs {
  return {
    id: logs.id,
    async openOwnEdits() {
      if (logs.own === null) await (await logs.filesWriter()).close()
      const own = logs.own
      const self = person()
      if (!self || !own) throw fail('COMMONS_OWN_WORDS', { what: 'editing' })
      return { log: own.log, edits: own.edits, person: self }
    },
    async appendEdits(entries, core) {
      if (logs.own?.edits !== core) throw fail('LOG_MOVED')
      const { places } = await logs.appendEdits(entries)
      // A log sealed in between: what was written there carries an actor nobody accepts, so it must be written again.
      if (places.some(({ log }) => logs.log(log)?.edits !== core)) throw fail('LOG_MOVED')
    },
    readEdits: (log, from) => logs.readEdits(log, from),
    authors: () => logs.logs().flatMap((state) => authorOf(state) ?? []),
  }
}

function authorOf(state: LogState | null): EditsAuthor | null {
  if (!state?.bound || !state.edits || !state.person) return null
  return {
    log: state.key,
    edits: state.edits,
    person: state.person,
    ...(state.device ? { device: state.device } : {}),
  }
}
