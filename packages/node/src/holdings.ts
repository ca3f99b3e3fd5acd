import type { Sync } from '@allmende/sync'
import type { CommonsId, RecordId } from '@allmende/vocabulary'
import { NotesFile } from './notes-file.ts'

/** Which versions are here with all their files. Said to peers only after every file was verified or written here. */
export class Holdings {
  readonly #notes: NotesFile<RecordId[]>
  readonly #sync: Sync
  readonly #sets = new Map<CommonsId, Set<RecordId>>()
  readonly #listeners = new Set<(commons: CommonsId) => void>()

  constructor(file: string, sync: Sync) {
    this.#notes = new NotesFile(file)
    this.#sync = sync
  }

  load(): Promise<string | null> {
    return this.#notes.load()
  }

  /** Tells whenever what is held in a commons has changed. */
  onChanged(listener: (commons: CommonsId) => void): void {
    this.#listeners.add(listener)
  }

  /** Says again what is held: a commons was opened, or a peer came. */
  announce(commons: CommonsId): void {
    this.#sync.announceHolding(commons, this.of(commons))
  }

  of(commons: CommonsId): readonly RecordId[] {
    return [...this.#set(commons)]
  }

  here(commons: CommonsId, version: RecordId): boolean {
    return this.#set(commons).has(version)
  }

  async add(commons: CommonsId, version: RecordId): Promise<void> {
    const held = this.#set(commons)
    if (!held.has(version)) {
      held.add(version)
      await this.#notes.set(commons, [...held])
      this.#tell(commons)
    }
    this.announce(commons)
  }

  /** To be called before the first of its blocks is cleared: better to be taken for missing than for whole. */
  async remove(commons: CommonsId, versions: readonly RecordId[]): Promise<void> {
    const held = this.#set(commons)
    const before = held.size
    for (const version of versions) held.delete(version)
    if (held.size === before) return
    await this.#notes.set(commons, [...held])
    this.announce(commons)
    this.#tell(commons)
  }

  /** On how many computers a version is known to be whole, this one included when it is. */
  count(commons: CommonsId, version: RecordId): number {
    return this.#sync.holders(version).length + (this.here(commons, version) ? 1 : 0)
  }

  #set(commons: CommonsId): Set<RecordId> {
    const known = this.#sets.get(commons)
    if (known) return known
    const made = new Set(this.#notes.get(commons))
    this.#sets.set(commons, made)
    return made
  }

  #tell(commons: CommonsId): void {
    for (const listener of this.#listeners) listener(commons)
  }
}
