import type { PersonId } from '@allmende/vocabulary'
import { NotesFile } from '../notes-file.ts'

/** That everything of somebody's is kept here. */
export type Agreement = {
  readonly since: number
  /** The most bytes of their files; null: no limit. */
  readonly quota: number | null
}

/** The key of what holds for all together; no person's id is so short. WARNING: stored. */
const TOGETHER = 'together'

/** Whose things this node has agreed to keep, and within which limits. In the home, and nobody else's business. */
export class Agreements {
  readonly #notes: NotesFile<Agreement>

  constructor(file: string) {
    this.#notes = new NotesFile(file)
  }

  load(): Promise<string | null> {
    return this.#notes.load()
  }

  of(person: PersonId): Agreement | undefined {
    return this.#notes.get(person)
  }

  people(): PersonId[] {
    return [...this.#notes.entries()].map(([key]) => key).filter((key) => key !== TOGETHER) as PersonId[]
  }

  async agree(person: PersonId, agreement: Agreement): Promise<void> {
    await this.#notes.set(person, agreement)
  }

  async end(person: PersonId): Promise<void> {
    await this.#notes.delete(person)
  }

  /** The most bytes of files that are kept for others altogether; null: no limit. */
  get together(): number | null {
    return this.#notes.get(TOGETHER)?.quota ?? null
  }

  async limitTogether(quota: number | null, now: number): Promise<void> {
    await this.#notes.set(TOGETHER, { since: now, quota })
  }
}
