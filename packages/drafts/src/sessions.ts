import type { RecordId } from '@allmende/vocabulary'
import type { Random } from '@allmende/vocabulary'
import type { DraftRecords } from './contract.ts'
import type { Writer } from './edit-index.ts'
import type { OpeningExtras } from './entry.ts'
import { fail } from './errors.ts'
import type { FeedSource } from './feed.ts'
import { Session } from './session.ts'

/** The sessions of this device in one draft: one for each in whose name edits are made here. */
export class Sessions {
  readonly #parts: { draft: RecordId; source: FeedSource; records: DraftRecords; random: Random }
  readonly #open = new Map<string, Promise<Session>>()
  /** Of all that were begun since the draft was opened: their entries may not be in the index yet. */
  readonly #writers = new Map<string, Writer>()

  constructor(parts: { draft: RecordId; source: FeedSource; records: DraftRecords; random: Random }) {
    this.#parts = parts
  }

  /** The session for edits of one's own, or of a guest. Throws `EDIT_RIGHT`. */
  of(as: OpeningExtras): Promise<Session> {
    const key = as.guest ?? ''
    const opened = this.#open.get(key) ?? this.#begin(as)
    this.#open.set(key, opened)
    opened.catch(() => this.#drop(key, opened))
    return opened
  }

  /** Sessions for one offered change each, begun for this alone: a piece must not rest on another. Throws `EDIT_RIGHT`. */
  async offering(as: OpeningExtras, count: number): Promise<Session[]> {
    const { source, records, draft, random } = this.#parts
    const own = await source.logs.openOwnEdits()
    const heads = await records.heads(draft)
    if ((await source.rights.mayOffer(heads)) === false) throw fail('DRAFT_CLOSED_BY_AUTHOR')
    const guest = as.guest === undefined ? {} : { guest: as.guest }
    const extras = { ...guest, offers: true as const }
    return Array.from({ length: count }, () => new Session(own, draft, heads, random, extras))
  }

  /** These were used: what is written under them is told as theirs from now on. */
  begun(sessions: readonly Session[]): void {
    for (const { actor, person, as } of sessions) this.#writers.set(actor, { person, ...as })
  }

  /** Later entries cite the records as they are now. Who may not edit any more gets no new session: what was made before still cites what allowed it. */
  async citeAnew(): Promise<void> {
    if (this.#open.size === 0) return
    const { source, records, draft } = this.#parts
    const heads = await records.heads(draft)
    for (const [key, opened] of this.#open) {
      const session = await opened.catch(() => null)
      if (session === null) continue
      if ((await source.rights.mayEdit(session.person, heads)) !== false) session.cite(heads)
      else this.#drop(key, opened)
    }
  }

  /** The own log goes on in another: every session begins anew there. */
  forget(): void {
    this.#open.clear()
  }

  /** Who wrote under which actor, as far as this device's own sessions go. */
  get writers(): ReadonlyMap<string, Writer> {
    return this.#writers
  }

  #drop(key: string, opened: Promise<Session>): void {
    if (this.#open.get(key) === opened) this.#open.delete(key)
  }

  async #begin(as: OpeningExtras): Promise<Session> {
    const { source, records, draft, random } = this.#parts
    const own = await source.logs.openOwnEdits()
    const heads = await records.heads(draft)
    if ((await source.rights.mayEdit(own.person, heads)) === false) throw fail('EDIT_RIGHT')
    const session = new Session(own, draft, heads, random, as)
    this.#writers.set(session.actor, { person: own.person, ...as })
    return session
  }
}
