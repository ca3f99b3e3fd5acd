import type { RecordId } from '@allmende/vocabulary'
import { NotesFile } from '../notes-file.ts'

/** What was carried where: the record it was, and the record that it is in the other commons. */
export class BroughtOver {
  readonly #notes: NotesFile<Record<string, RecordId>>

  constructor(file: string) {
    this.#notes = new NotesFile(file)
  }

  load(): Promise<string | null> {
    return this.#notes.load()
  }

  get(to: string, record: string): RecordId | undefined {
    return this.#notes.get(to)?.[record]
  }

  /** On disk when it resolves: whoever is interrupted goes on behind it and writes nothing twice. */
  remember(to: string, record: RecordId, as: RecordId): Promise<void> {
    return this.#notes.set(to, { ...this.#notes.get(to), [record]: as })
  }

  /** The body of a record with every id in it that was carried over in the place of the one before. */
  renamed<Body>(to: string, body: Body): Body {
    const known = this.#notes.get(to)
    return known ? (renamedIn(body, known) as Body) : body
  }
}

function renamedIn(value: unknown, known: Readonly<Record<string, RecordId>>): unknown {
  if (typeof value === 'string') return Object.hasOwn(known, value) ? known[value] : value
  if (Array.isArray(value)) return value.map((one) => renamedIn(one, known))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, renamedIn(one, known)]))
}
