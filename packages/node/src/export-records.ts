import { decodeRecord } from '@allmende/vocabulary'
import type { Parts } from './parts.ts'

/** Every record of a commons, byte for byte as its author wrote it; kinds this program doesn't know among them. */
export async function* exportRecords(
  parts: Parts,
  nameOrId: string,
): AsyncGenerator<{ id: string; kind: string; bytes: Uint8Array; known: boolean }> {
  const commons = parts.book.find(nameOrId)
  await commons.follower.allSettled()
  for await (const { id, bytes } of parts.views.exportRecords(commons.id)) {
    const { record, known } = decodeRecord(bytes)
    yield { id, kind: record.kind, bytes, known }
  }
}
