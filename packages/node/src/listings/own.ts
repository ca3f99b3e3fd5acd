import { LISTING_MS } from '@allmende/rules'
import type { CommonsId } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { NotesFile } from '../notes-file.ts'
import type { Parts } from '../parts.ts'
import type { ListingBoard } from './board.ts'
import { type ListingText, signListing, signWithdrawal } from './listing.ts'

/** What was said here of a commons; `null` once it was taken back. */
type OwnNote = { readonly text: ListingText | null }

/** A listing is said anew when half of its time is over: a computer may be off for two weeks. */
const RENEW_MS = LISTING_MS / 2

/** What this node's person lists, said again in time for as long as a node runs. */
export class OwnListings {
  readonly #parts: Pick<Parts, 'logs' | 'book' | 'clock'>
  readonly #board: ListingBoard
  readonly #notes: NotesFile<OwnNote>
  #loading: Promise<void> | null = null

  constructor(parts: Pick<Parts, 'logs' | 'book' | 'clock'>, board: ListingBoard, file: string) {
    this.#parts = parts
    this.#board = board
    this.#notes = new NotesFile(file)
  }

  /** Once: who asks for the list of commons must not have to wait for what others list. */
  load(): Promise<void> {
    this.#loading ??= this.#load()
    return this.#loading
  }

  async #load(): Promise<void> {
    await this.#notes.load()
    for (const [id, { text }] of this.#notes.entries()) this.#mark(id as CommonsId, text)
    this.#parts.book.onAdded(({ id }) => this.#mark(id, this.textOf(id)))
  }

  #mark(commons: CommonsId, text: ListingText | null): void {
    const open = this.#parts.book.get(commons)
    if (open) open.state.listed = text
  }

  get any(): boolean {
    return [...this.#notes.entries()].some(([, { text }]) => text !== null)
  }

  textOf(commons: CommonsId): ListingText | null {
    return this.#notes.get(commons)?.text ?? null
  }

  /** Signs it, keeps it, and gives the bytes to pass on. Throws LISTING_LARGE. */
  async say(commons: CommonsId, text: ListingText): Promise<Uint8Array> {
    const { book, logs } = this.#parts
    const open = book.find(commons)
    const bytes = signListing(logs, { link: book.link(open), at: this.#later(commons), ...text })
    if (!bytes) throw fail('LISTING_LARGE')
    await this.#notes.set(commons, { text })
    this.#mark(commons, text)
    this.#board.take(bytes, null)
    return bytes
  }

  async takeBack(commons: CommonsId): Promise<Uint8Array> {
    const bytes = signWithdrawal(this.#parts.logs, { commons, at: this.#later(commons) })
    await this.#notes.set(commons, { text: null })
    this.#mark(commons, null)
    this.#board.take(bytes, null)
    return bytes
  }

  /** Those whose time is half over, or that this computer has forgotten, said anew. */
  async renew(): Promise<Uint8Array[]> {
    if (!this.#parts.logs.identity) return []
    const said: Uint8Array[] = []
    for (const [id, { text }] of this.#notes.entries()) {
      const commons = id as CommonsId
      const last = this.#mine(commons)
      const fresh = last !== undefined && last.until - this.#parts.clock.now() > RENEW_MS
      if (text && !fresh && this.#parts.book.get(commons)) said.push(await this.say(commons, text))
    }
    return said
  }

  until(commons: CommonsId): number | null {
    return this.#mine(commons)?.until ?? null
  }

  /** Later than what was said before, also by a clock that was set back. */
  #later(commons: CommonsId): number {
    return Math.max(this.#parts.clock.now(), (this.#mine(commons)?.at ?? 0) + 1)
  }

  #mine(commons: CommonsId) {
    const person = this.#parts.logs.identity?.person
    return this.#board.all().find((one) => one.commons === commons && one.person === person)
  }
}
