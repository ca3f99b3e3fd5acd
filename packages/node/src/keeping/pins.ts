import type { CommonsId, RecordId } from '@allmende/vocabulary'
import { NotesFile } from '../notes-file.ts'

/** What is to be here with all its files, in its newest version: one good, all with a tag, of a commons, or everything. */
export type PinTarget =
  | { readonly what: 'good'; readonly commons: CommonsId; readonly thing: RecordId }
  | { readonly what: 'tag'; readonly tag: string }
  | { readonly what: 'commons'; readonly commons: CommonsId }
  | { readonly what: 'everything' }

export type Pin = { readonly target: PinTarget; readonly since: number; readonly max: number | null }

type Note = { readonly pin: Pin } | { readonly forgotten: number }

const FORGOTTEN = 'forgotten '

/** What was pinned here, and what was forgotten since: in the home, and nobody else's business. */
export class Pins {
  readonly #notes: NotesFile<Note>
  /** Raised with every change, so that what was made of the pins is known to be old. */
  changes = 0

  constructor(file: string) {
    this.#notes = new NotesFile(file)
  }

  load(): Promise<string | null> {
    return this.#notes.load()
  }

  list(): Pin[] {
    return [...this.#notes.entries()].flatMap(([, note]) => ('pin' in note ? [note.pin] : []))
  }

  get(target: PinTarget): Pin | undefined {
    const note = this.#notes.get(keyOf(target))
    return note && 'pin' in note ? note.pin : undefined
  }

  async add(pin: Pin): Promise<void> {
    this.changes++
    await this.#notes.set(keyOf(pin.target), { pin })
  }

  async remove(target: PinTarget): Promise<void> {
    this.changes++
    await this.#notes.delete(keyOf(target))
  }

  /** Not to be fetched again in the background by a pin that covers many; to copy or to pin it says otherwise. */
  isForgotten(thing: RecordId): boolean {
    return this.#notes.get(FORGOTTEN + thing) !== undefined
  }

  async forget(thing: RecordId, now: number): Promise<void> {
    this.changes++
    await this.#notes.set(FORGOTTEN + thing, { forgotten: now })
  }

  async wantAgain(thing: RecordId): Promise<void> {
    if (!this.isForgotten(thing)) return
    this.changes++
    await this.#notes.delete(FORGOTTEN + thing)
  }
}

/** WARNING: stored. */
function keyOf(target: PinTarget): string {
  switch (target.what) {
    case 'good':
      return `good ${target.thing}`
    case 'tag':
      return `tag ${target.tag.toLowerCase()}`
    case 'commons':
      return `commons ${target.commons}`
    case 'everything':
      return 'everything'
  }
}
