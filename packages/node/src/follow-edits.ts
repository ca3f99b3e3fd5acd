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
      const { log, edits } = await logs.openOwn()
      const self = person()
      if (!self) throw fail('COMMONS_OWN_WORDS', { what: 'editing' })
      return { log, edits, person: self }
    },
    appendEdits: (entries, core) => logs.appendEdits(entries, core),
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
