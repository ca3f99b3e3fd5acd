import type { DraftRecords } from '@allmende/drafts'
import { draftState, hashText, mayEdit, mergeThing, type PlacedRecord } from '@allmende/rules'
import type { Views } from '@allmende/views'
import type { AnyRecord, DraftAnswer, RecordId } from '@allmende/vocabulary'

/** Whether a record is left out here, whether it has arrived or not: of somebody blocked or excluded, from beyond what stays. */
export type IsLeftOut = (id: RecordId) => boolean

/** What the drafts ask of the records, answered from the views. */
export function draftRecordsFrom(views: Views, isLeftOut: IsLeftOut = () => false): DraftRecords {
  const records: Records = { views, isLeftOut }
  const answers = new Answers(records)
  return {
    accepted: (draft) => answers.accepted(draft),
    forget: () => answers.forget(),
    async heads(draft) {
      return (await views.show(draft))?.heads ?? [draft]
    },
    async right(draft, heads) {
      const past = await ancestry(records, draft, heads)
      const merged = past && mergeThing(draft, past)
      return merged ? draftState(merged) : null
    },
  }
}

/** Records of drafts whose verdict is kept: it never changes once all that they cite is here. */
const KEPT_ANSWERS = 1_024

type Records = { readonly views: Views; readonly isLeftOut: IsLeftOut }

/** Which offered changes the records of a draft accept. */
class Answers {
  readonly #records: Records
  readonly #judged = new Map<RecordId, readonly string[]>()

  constructor(records: Records) {
    this.#records = records
  }

  forget(): void {
    this.#judged.clear()
  }

  async accepted(draft: RecordId): Promise<string[]> {
    const accepted = new Set<string>()
    for (const placed of await this.#records.views.history(draft)) {
      if (!Array.isArray(placed.record.body['settles'])) continue
      const known = this.#judged.get(placed.id)
      for (const hash of known ?? (await this.#judge(draft, placed))) accepted.add(hash)
    }
    return [...accepted]
  }

  /**
   * By whether its author might edit as of the heads it cites; nothing while one of them is not here. A record that doesn't count
   * accepts nothing either: else the text would have what the suggestion, read from the views, says is open.
   */
  async #judge(draft: RecordId, placed: PlacedRecord): Promise<readonly string[]> {
    const { id, person, record } = placed
    const past = await ancestry(this.#records, draft, record.after ?? [])
    const before = past && mergeThing(draft, past)
    if (!before) return []
    const answers = record.body['settles'] as DraftAnswer[]
    const counts = mergeThing(draft, [...past, placed])?.order.includes(id) === true
    const hashes =
      counts && mayEdit(draftState(before), person)
        ? answers.flatMap(({ pieces }) => (pieces ?? []).map(hashText))
        : []
    if (this.#judged.size >= KEPT_ANSWERS) this.#judged.delete(this.#judged.keys().next().value!)
    this.#judged.set(id, hashes)
    return hashes
  }
}

/**
 * The draft's own records that the heads rest on, or null while one of them isn't here. One that is left out says nothing and is not
 * waited for: whoever cites it had seen it before the exclusion was known, and their edits would wait for ever.
 */
async function ancestry(
  { views, isLeftOut }: Records,
  draft: RecordId,
  heads: readonly RecordId[],
): Promise<PlacedRecord[] | null> {
  const found = new Map<RecordId, PlacedRecord>()
  const open: RecordId[] = [draft, ...heads]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    if (isLeftOut(id)) continue
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
