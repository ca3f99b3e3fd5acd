import type { DraftRecords } from '@allmende/drafts'
import { draftState, mergeThing, type PlacedRecord } from '@allmende/rules'
import type { Views } from '@allmende/views'
import type { AnyRecord, RecordId } from '@allmende/vocabulary'

/** What the drafts ask of the records, answered from the views. */
export function draftRecordsFrom(views: Views): DraftRecords {
  return {
    async heads(draft) {
      return (await views.show(draft))?.heads ?? [draft]
    },
    async right(draft, heads) {
      const records = await ancestry(views, draft, heads)
      const merged = records && mergeThing(draft, records)
      return merged ? draftState(merged) : null
    },
  }
}

/** The draft's own records that the heads rest on, or null while one of them isn't here. */
async function ancestry(
  views: Views,
  draft: RecordId,
  heads: readonly RecordId[],
): Promise<PlacedRecord[] | null> {
  const found = new Map<RecordId, PlacedRecord>()
  const open: RecordId[] = [draft, ...heads]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    const view = await views.record(id)
    if (!view) return null
    // What can't be decoded, or belongs to another thing, says nothing about this draft: citing it grants nothing.
    const record = view.record as AnyRecord | undefined
    if (!record || (id !== draft && record.of !== draft)) continue
    found.set(id, { id, person: view.author, record })
    open.push(...(record.after ?? []))
  }
  return [...found.values()]
}
