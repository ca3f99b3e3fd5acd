import { authorOf, type DraftRecords, type Drafts, type EditsLogs, editsOf } from '@allmende/drafts'
import type { Appended, CommonsLogs, LogState } from '@allmende/logs'
import type { Logger, PersonId } from '@allmende/vocabulary'
import { fail } from './errors.ts'
import { inBackground } from './in-background.ts'

/** Whether an edit counts only where somebody else's rests on it. */
export type IsQuiet = NonNullable<EditsLogs['isQuiet']>

/** Lets the drafts see one commons: its edits as they arrive, and its own log to write to. */
export async function followEdits(
  logs: CommonsLogs,
  person: () => PersonId | undefined,
  drafts: Drafts,
  records: DraftRecords,
  logger: Logger,
  isQuiet: IsQuiet,
): Promise<void> {
  const self = (): PersonId => {
    const known = person()
    if (!known) throw fail('COMMONS_OWN_WORDS', { what: 'editing' })
    return known
  }
  await drafts.attach({ ...editsOf(logs, self), isQuiet }, records)
  const grown = (state: LogState | null): void => {
    const author = state && authorOf(state)
    if (author) inBackground(logger, 'taking up edits', drafts.ingest(logs.id, author))
  }
  logs.on('appended', ({ which, log }: Appended) => {
    if (which === 'edits') grown(logs.log(log))
  })
  logs.on('bound', grown)
}
