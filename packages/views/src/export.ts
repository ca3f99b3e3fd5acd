import { type CommonsId, decodeBlock, recordId } from '@allmende/vocabulary'
import type { ExportedRecord } from './contract.ts'
import type { ExportCursor, ExportPage } from './questions/records.ts'
import type { WorkerLink } from './worker-link.ts'

/** All records of a commons that weren't refused, page by page, byte for byte. */
export async function* exportRecords(link: WorkerLink, commons: CommonsId): AsyncGenerator<ExportedRecord> {
  let cursor: ExportCursor | null = null
  do {
    const { blocks, next }: ExportPage = await link.ask('exportPage', commons, cursor)
    for (const { log, block, author, bytes, refused } of blocks) {
      const left = new Set(refused)
      for (const [index, record] of decodeBlock(bytes).entries()) {
        if (!left.has(index)) yield { id: recordId(log, block, index), author, bytes: record }
      }
    }
    cursor = next
  } while (cursor !== null)
}
