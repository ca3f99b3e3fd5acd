import type { RecordId } from '@allmende/vocabulary'
import { NotesFile } from './notes-file.ts'

/** Which folder on this computer was shared as which good, so that sharing it again offers a new version. */
export class SharedFolders {
  readonly #notes: NotesFile<RecordId>

  constructor(file: string) {
    this.#notes = new NotesFile(file)
  }

  load(): Promise<string | null> {
    return this.#notes.load()
  }

  goodOf(folder: string, commons: string): RecordId | undefined {
    return this.#notes.get(`${commons} ${folder}`)
  }

  remember(folder: string, commons: string, good: RecordId): Promise<void> {
    return this.#notes.set(`${commons} ${folder}`, good)
  }
}
