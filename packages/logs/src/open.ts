import type { Logs, LogsOptions } from './contract.ts'

/** Opens the logs of a home. Errors: STORE_IN_USE, STORE_COPIED, STORE_UNMARKED. */
export async function openLogs(_options: LogsOptions): Promise<Logs> {
  throw new Error('not built yet')
}
