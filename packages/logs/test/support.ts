import { seeded, silentLogger, temporaryFolder, type Teardown } from '@allmende/testkit'
import { decodeRecord, encodeRecord } from '@allmende/vocabulary'
import { deriveCommonsKeys, openLogs, type CommonsLogs, type Logs, type LogsOptions } from '@allmende/logs'

export type Options = Partial<LogsOptions>

/** A small reserve: the tests' folders are many, and writing 16 MiB into each is what would take the time. */
const RESERVE_BYTES = 64 * 1024

export function openIn(dir: string, options: Options = {}): Promise<Logs> {
  return openLogs({
    dir,
    clock: { now: () => 1_700_000_000_000 },
    random: seeded(1),
    logger: silentLogger,
    reserveBytes: RESERVE_BYTES,
    ...options,
  })
}

/** Opened logs in a new folder with an identity, closed at the end of the test. */
export async function openNew(t: Teardown, options: Options = {}): Promise<{ dir: string; logs: Logs }> {
  const dir = temporaryFolder(t)
  const logs = await openIn(dir, options)
  t.teardown(() => logs.close())
  await logs.createIdentity()
  return { dir, logs }
}

export const KEYS = deriveCommonsKeys(new Uint8Array(32).fill(7), true)
export const OTHER_KEYS = deriveCommonsKeys(new Uint8Array(32).fill(8), true)

/** A small valid record. */
export function note(text: string): Uint8Array {
  return encodeRecord({ kind: 'profile', v: 1, clock: [1_700_000_000_000, 0], body: { name: text } })
}

/** The records of a log behind its binding, as the names that `note` gave them. */
export async function notes(commons: CommonsLogs, log = commons.own?.log): Promise<string[]> {
  const names: string[] = []
  if (log === undefined) return names
  for await (const { records } of commons.read(log, 1)) {
    for (const record of records) names.push(nameIn(record))
  }
  return names
}

/** The name in a record that `note` made. */
export function nameIn(record: Uint8Array): string {
  return String(decodeRecord(record).record.body['name'])
}
