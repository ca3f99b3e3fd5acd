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
  #last: Promise<void> = Promise.resolve()

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
    await this.#change(({ kept, ...rest }) => ({
      ...rest,
      kept: [...kept.filter(({ id }) => id !== entry.id), entry],
    }))
  }

  async remove(one: Removed): Promise<void> {
    await this.#change(({ kept, removed }) => ({
      version: 1,
      kept: kept.filter(({ id }) => id !== one.id),
      removed: [...removed, one].slice(-REMEMBERED),
    }))
  }

  /** One after the other: epochs of a commons are deleted at the same time, and each would bring back what the other took out. */
  #change(change: (stored: Stored) => Stored): Promise<void> {
    const turn = this.#last.then(async () => {
      const stored = change(this.#stored)
      await writeWhole(this.#file, JSON.stringify(stored, null, 2) + '\n')
      this.#stored = stored
    })
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
