import { join } from 'node:path'
import { readJson, writeWhole } from '../home.ts'

/** A commons that is kept here for others. WARNING: stored. */
export type KeptEntry = {
  readonly id: string
  readonly name: string
  readonly public: boolean
  /** Hexadecimal, as are all keys here. */
  readonly replicateKey: string
  readonly memberKey: string
  /** The node that gave the link. */
  readonly giver: string
  /** Bytes. */
  readonly quota: number
  readonly since: number
}

/** What was kept here and was taken back. */
export type Removed = {
  readonly id: string
  readonly name: string
  readonly at: number
  readonly bytes: number
  /** The node that asked, or `owner` for whoever runs the mirror. */
  readonly by: string
}

type Stored = {
  readonly version: 1
  readonly kept: readonly KeptEntry[]
  readonly removed: readonly Removed[]
}

/** Enough to see what happened lately. */
const REMEMBERED = 100

/** Which commons are kept here, and which were. */
export class KeptFile {
  readonly #file: string
  #stored: Stored = { version: 1, kept: [], removed: [] }

  constructor(home: string) {
    this.#file = join(home, 'mirrors.json')
  }

  async load(): Promise<void> {
    this.#stored = await readJson(this.#file, this.#stored)
  }

  get kept(): readonly KeptEntry[] {
    return this.#stored.kept
  }

  get removed(): readonly Removed[] {
    return this.#stored.removed
  }

  async put(entry: KeptEntry): Promise<void> {
    const others = this.kept.filter(({ id }) => id !== entry.id)
    await this.#write({ ...this.#stored, kept: [...others, entry] })
  }

  async remove(removed: Removed): Promise<void> {
    const kept = this.kept.filter(({ id }) => id !== removed.id)
    await this.#write({ version: 1, kept, removed: [...this.removed, removed].slice(-REMEMBERED) })
  }

  async #write(stored: Stored): Promise<void> {
    await writeWhole(this.#file, JSON.stringify(stored, null, 2) + '\n')
    this.#stored = stored
  }
}
