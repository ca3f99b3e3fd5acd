import { isAllmendeError, type Logger } from '@allmende/vocabulary'

/** A part that was closed before the last event reached it: nothing was to be done any more. */
const CLOSED = /_CLOSED$|^DRAFT_COMMONS_UNKNOWN$/

/** Work that an event started and nobody waits for. A failure is written to the log; left alone it would end the process. */
export function inBackground(logger: Logger, what: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (isAllmendeError(error) && CLOSED.test(error.code)) return
    logger.warn(`${what} failed`, { error: String(error) })
  })
}
