import { decodeRecord, type RecordId } from '@allmende/vocabulary'
import { exportRecords } from '../export-records.ts'
import type { Parts } from '../parts.ts'

/** Every record of a good, one JSON document a line: the same form that `exportRecords` has for a commons. */
export async function* recordsOfGood(parts: Parts, good: RecordId): AsyncGenerator<string> {
  for (const { id } of await parts.views.history(good)) {
    const view = await parts.views.record(id)
    if (!view) continue
    const { record, known } = decodeRecord(view.bytes)
    yield lineOf({ id, kind: record.kind, known, bytes: view.bytes })
  }
}

export async function* recordsOfCommons(parts: Parts, commons: string): AsyncGenerator<string> {
  for await (const record of exportRecords(parts, commons)) yield lineOf(record)
}

type Line = { id: string; kind: string; known: boolean; bytes: Uint8Array }

function lineOf({ id, kind, known, bytes }: Line): string {
  return `${JSON.stringify({ id, kind, known, bytes: Buffer.from(bytes).toString('base64') })}\n`
}
