import type { Sync } from '@allmende/sync'
import type { CommonsId, RecordId } from '@allmende/vocabulary'
import { NotesFile } from './notes-file.ts'

/** Which versions are here with all their files. Said to peers only after every file was verified or written here. */
export class Holdings {
  readonly #notes: NotesFile<RecordId[]>
  readonly #sync: Sync

  constructor(file: string, sync: Sync) {
    this.#notes = new NotesFile(file)
    this.#sync = sync
  }

  load(): Promise<string | null> {
    return this.#notes.load()
  }

  /** Says again what is held: a commons was opened, or a peer came. */
  announce(commons: CommonsId): void {
    this.#sync.announceHolding(commons, this.of(commons))
  }

  of(commons: CommonsId): readonly RecordId[] {
    return this.#notes.get(commons) ?? []
  }

  here(commons: CommonsId, version: RecordId): boolean {
    return this.of(commons).includes(version)
  }

  async add(commons: CommonsId, version: RecordId): Promise<void> {
    if (!this.here(commons, version)) await this.#notes.set(commons, [...this.of(commons), version])
    this.announce(commons)
  }

  /** On how many computers a version is known to be whole, this one included when it is. */
  count(commons: CommonsId, version: RecordId): number {
    return this.#sync.holders(version).length + (this.here(commons, version) ? 1 : 0)
  }
}
