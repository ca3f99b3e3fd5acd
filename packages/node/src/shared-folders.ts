import { isAbsolute } from 'node:path'
import { isRecordId, type RecordId } from '@allmende/vocabulary'
import { NotesFile } from './notes-file.ts'

/** What a folder on this computer holds: a good, and the version that it was shared as or copied from last. */
export type WorkingCopy = {
  readonly good: RecordId
  readonly version?: RecordId
  /** A version after `version` was being written from this folder: whether it came to that, the good itself tells. */
  readonly sharing?: true
  /** Its pictures go without what a camera wrote beside them, and so will those of the next version. */
  readonly cleanPictures?: true
}

/** Notes of before copies were noted too: the id of the good alone. WARNING: still on people's disks. */
type Note = RecordId | WorkingCopy

/** Which folder on this computer holds which good, so that sharing it again offers a new version. */
export class SharedFolders {
  readonly #notes: NotesFile<Note>

  constructor(file: string) {
    this.#notes = new NotesFile(file)
  }

  load(): Promise<string | null> {
    return this.#notes.load()
  }

  /** `folder`: with links resolved. */
  at(folder: string, commons: string): WorkingCopy | undefined {
    const note = this.#notes.get(`${commons} ${folder}`)
    if (typeof note === 'string') return { good: note }
    return note && isRecordId(note.good) ? note : undefined
  }

  /** Folders that hold a good, as far as is known: somebody may have moved or deleted them since. What came from a page is in none. */
  foldersOf(commons: string, good: RecordId): string[] {
    return [...this.#notes.entries()].flatMap(([key, note]) => {
      const held = typeof note === 'string' ? note : note.good
      const folder = key.slice(commons.length + 1)
      return held === good && key.startsWith(`${commons} `) && isAbsolute(folder) ? [folder] : []
    })
  }

  remember(folder: string, commons: string, copy: WorkingCopy): Promise<void> {
    return this.#notes.set(`${commons} ${folder}`, copy)
  }
}
