import type { CommonsId, NodeId, PersonId } from '@allmende/vocabulary'
import { NotesFile } from '../notes-file.ts'

/** Somebody whom this person doesn't want to hear. WARNING: stored. */
export type Block = {
  /** What they called themselves when they were blocked: nothing of theirs is shown any more. */
  readonly name?: string
  readonly note?: string
  /** ms since the epoch. */
  readonly at: number
  /** In these commons only; everywhere when absent. */
  readonly commons?: readonly CommonsId[]
  /** Their nodes as far as they had said so: what they say later isn't read. */
  readonly nodes: readonly NodeId[]
}

/** Whom this person has blocked. Personal: it lies in the home and is told to nobody. */
export class BlockList {
  readonly #notes: NotesFile<Block>

  constructor(file: string) {
    this.#notes = new NotesFile(file)
  }

  load(): Promise<string | null> {
    return this.#notes.load()
  }

  entries(): [PersonId, Block][] {
    return [...this.#notes.entries()] as [PersonId, Block][]
  }

  get(person: PersonId): Block | undefined {
    return this.#notes.get(person)
  }

  isBlocked(person: PersonId, commons: CommonsId): boolean {
    const block = this.get(person)
    return block !== undefined && (block.commons?.includes(commons) ?? true)
  }

  /** Everybody who is blocked in a commons. */
  in(commons: CommonsId): Set<PersonId> {
    return new Set(this.entries().flatMap(([person]) => (this.isBlocked(person, commons) ? [person] : [])))
  }

  set(person: PersonId, block: Block): Promise<void> {
    return this.#notes.set(person, block)
  }

  remove(person: PersonId): Promise<void> {
    return this.#notes.delete(person)
  }
}
