import { type CommonsKeys, deriveCommonsKeys } from '@allmende/logs'
import type { LogKey, PersonId } from '@allmende/vocabulary'
import { readJson, writeWhole } from './home.ts'

/** A commons as it stands in the home: without this entry its logs can't be read again. WARNING: stored. */
export type CommonsEntry = {
  readonly id: string
  readonly name: string
  /** Hexadecimal. */
  readonly readKey: string
  readonly public: boolean
  /** A `reader` only fetches and serves the named logs: somebody copied by link without joining. */
  readonly role: 'member' | 'reader'
  /** The logs that one came by: of a reader all that are fetched; of a member those that the link of a thing named. */
  readonly logs?: readonly LogKey[]
  /** Who founded it, as the link said that one joined by. */
  readonly founder?: PersonId
}

/** The keys of a commons, derived from what the entry holds. */
export function keysOf(entry: CommonsEntry): CommonsKeys {
  return deriveCommonsKeys(new Uint8Array(Buffer.from(entry.readKey, 'hex')), entry.public)
}

/** WARNING: stored, as the name of an entry. */
export const STARTER_NAME = 'Starter'

/** The commons to look around in: on this computer only, and never where something goes without being named. */
export function isStarter({ name, public: open }: Pick<CommonsEntry, 'name' | 'public'>): boolean {
  return name === STARTER_NAME && !open
}

type Stored = {
  readonly version: 1
  readonly current: string | null
  readonly commons: readonly CommonsEntry[]
}

/** The list of one's commons, on disk before any link is handed out. */
export class CommonsFile {
  readonly #file: string
  #stored: Stored = { version: 1, current: null, commons: [] }

  constructor(file: string) {
    this.#file = file
  }

  async load(): Promise<void> {
    this.#stored = await readJson(this.#file, this.#stored)
  }

  get entries(): readonly CommonsEntry[] {
    return this.#stored.commons
  }

  get current(): string | null {
    return this.#stored.current
  }

  /** Adds an entry or puts a newer one in its place. A member never becomes a mere reader again. */
  async put(entry: CommonsEntry): Promise<void> {
    const others = this.entries.filter(({ id }) => id !== entry.id)
    await this.#write({ ...this.#stored, commons: [...others, entry] })
  }

  async choose(id: string): Promise<void> {
    await this.#write({ ...this.#stored, current: id })
  }

  async #write(stored: Stored): Promise<void> {
    await writeWhole(this.#file, JSON.stringify(stored, null, 2) + '\n')
    this.#stored = stored
  }
}
