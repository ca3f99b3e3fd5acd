import {
  type AnyRecord,
  type CommonsId,
  commonsIdOf,
  deviceIdOf,
  encodeRecord,
  type LogKey,
  logKeyOf,
  personIdOf,
  type RecordId,
  recordId,
} from '@allmende/vocabulary'
import { silentLogger, temporaryFolder, type Teardown } from '@allmende/testkit'
import { join } from 'node:path'
import { type Ingest, openViews, type Views } from '../src/index.ts'

export const AT = Date.UTC(2026, 0, 1)
export const commons: CommonsId = commonsIdOf(new Uint8Array(32).fill(9))

/** A log as a test names it: device `number` of a person, who may have several. */
export function log(number: number, person = number): Omit<Ingest, 'blocks'> & { log: LogKey } {
  const key = (salt: number, of: number) => Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? of : salt))
  return {
    commons,
    log: logKeyOf(key(1, number)),
    person: personIdOf(key(2, person)),
    device: deviceIdOf(key(3, number)),
    own: false,
  }
}

export function idOf(of: { log: LogKey }, block: number, index = 0): RecordId {
  return recordId(of.log, block, index)
}

export function record(kind: string, body: AnyRecord['body'], rest: Partial<AnyRecord> = {}): Uint8Array {
  return encodeRecord({ kind, v: 1, clock: [AT, 0], ...rest, body })
}

export function good(title: string, body: AnyRecord['body'] = {}, rest: Partial<AnyRecord> = {}): Uint8Array {
  return record('good', { title, licence: 'CERN-OHL-S-2.0', type: 'design', ...body }, rest)
}

/** One block of each list of records, from block `from` on. */
export function blocks(lists: Uint8Array[][], from = 0): Ingest['blocks'] {
  return lists.map((records, at) => ({ block: from + at, records }))
}

/** Views in a temporary folder, closed at the end of the test. */
export async function temporaryViews(t: Teardown): Promise<{ views: Views; file: string }> {
  const file = join(temporaryFolder(t), 'views.db')
  const views = await openViews({ file, logger: silentLogger })
  t.teardown(() => views.close())
  return { views, file }
}
