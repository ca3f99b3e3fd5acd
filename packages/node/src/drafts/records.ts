import type { DraftRecords } from '@allmende/drafts'
import { draftState, hashText, mayEdit, mergeThing, type PlacedRecord } from '@allmende/rules'
import type { Views } from '@allmende/views'
import type { AnyRecord, DraftAnswer, RecordId } from '@allmende/vocabulary'

/** What the drafts ask of the records, answered from the views. */
export function draftRecordsFrom(views: Views): DraftRecords {
  const answers = new Answers(views)
  return {
    accepted: (draft) => answers.accepted(draft),
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

/** Records of drafts whose verdict is kept: it never changes once all that they cite is here. */
const KEPT_ANSWERS = 1_024

/** Which offered changes the records of a draft accept. */
class Answers {
  readonly #views: Views
  readonly #judged = new Map<RecordId, readonly string[]>()

  constructor(views: Views) {
    this.#views = views
  }

  async accepted(draft: RecordId): Promise<string[]> {
    const accepted = new Set<string>()
    for (const placed of await this.#views.history(draft)) {
      if (!Array.isArray(placed.record.body['settles'])) continue
      const known = this.#judged.get(placed.id)
      for (const hash of known ?? (await this.#judge(draft, placed))) accepted.add(hash)
    }
    return [...accepted]
  }

  /** By whether its author might edit as of the heads it cites; nothing while one of them is not here. */
  async #judge(draft: RecordId, { id, person, record }: PlacedRecord): Promise<readonly string[]> {
    const past = await ancestry(this.#views, draft, record.after ?? [])
    const merged = past && mergeThing(draft, past)
    if (!merged) return []
    const answers = record.body['settles'] as DraftAnswer[]
    const hashes = mayEdit(draftState(merged), person)
      ? answers.flatMap(({ pieces }) => (pieces ?? []).map(hashText))
      : []
    if (this.#judged.size >= KEPT_ANSWERS) this.#judged.delete(this.#judged.keys().next().value!)
    this.#judged.set(id, hashes)
    return hashes
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
