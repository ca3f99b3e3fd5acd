import { mayEdit, mayOffer } from '@allmende/rules'
import type { PersonId, RecordId } from '@allmende/vocabulary'
import type { DraftRecords, DraftRight } from './contract.ts'

/** Heads of one draft kept in memory: the state as of given heads never changes, but there can be many of them. */
const KEPT = 256

/** Who may edit one draft, as of the records an edit cites. */
export class Rights {
  readonly #records: DraftRecords
  readonly #draft: RecordId
  readonly #known = new Map<string, DraftRight>()

  constructor(records: DraftRecords, draft: RecordId) {
    this.#records = records
    this.#draft = draft
  }

  /** Other records are heard than before. */
  forget(): void {
    this.#known.clear()
  }

  /** Null while a record that the edit cites is not held here. At once where these heads were asked for before. */
  mayEdit(person: PersonId, heads: readonly RecordId[]): boolean | Promise<boolean | null> {
    return this.#judge(heads, (right) => mayEdit(right, person))
  }

  /** Whoever may write in the commons may offer a change, as long as the draft is not closed. */
  mayOffer(heads: readonly RecordId[]): boolean | Promise<boolean | null> {
    return this.#judge(heads, mayOffer)
  }

  #judge(
    heads: readonly RecordId[],
    rule: (right: DraftRight) => boolean,
  ): boolean | Promise<boolean | null> {
    const key = heads.toSorted().join(' ')
    const known = this.#known.get(key)
    return known === undefined ? this.#ask(key, heads, rule) : rule(known)
  }

  async #ask(
    key: string,
    heads: readonly RecordId[],
    rule: (right: DraftRight) => boolean,
  ): Promise<boolean | null> {
    const right = await this.#records.right(this.#draft, heads)
    if (right === null) return null
    if (this.#known.size >= KEPT) this.#known.delete(this.#known.keys().next().value!)
    this.#known.set(key, right)
    return rule(right)
  }
}
