import { type CommonsKeys, deriveCommonsKeys } from '@allmende/logs'
import type { CommonsId, LogKey, PersonId } from '@allmende/vocabulary'
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
  /** Later epochs of a private commons whose keys are known here; `id` and `readKey` above are those of the first. */
  readonly epochs?: readonly EpochEntry[]
  /** The epoch that is written in; the first one when absent. */
  readonly writing?: CommonsId
}

/** The key of one epoch. WARNING: stored. */
export type EpochEntry = {
  readonly id: CommonsId
  /** Hexadecimal. */
  readonly readKey: string
}

/** The keys of the epochs after the first; what is malformed, or another's key under this id, is left out. */
export function epochKeysOf({ epochs = [] }: CommonsEntry): CommonsKeys[] {
  return epochs.flatMap(({ id, readKey }) => {
    const key = new Uint8Array(Buffer.from(readKey, 'hex'))
    const keys = key.length === READ_KEY_BYTES ? deriveCommonsKeys(key, false) : null
    return keys?.id === id ? [keys] : []
  })
}

/** What an entry has of the keys in a link: the id is that of the first epoch. */
export function keysIn(link: {
  readKey: Uint8Array
  root?: Uint8Array
  public: boolean
}): Pick<CommonsEntry, 'readKey' | 'epochs' | 'writing'> & { readonly id: CommonsId } {
  const hex = (key: Uint8Array) => Buffer.from(key).toString('hex')
  const { root, readKey } = link
  const newest = deriveCommonsKeys(readKey, link.public).id
  // Only a private commons has epochs; a link that says otherwise of a public one opens what its read key opens.
  const first = root && !link.public ? deriveCommonsKeys(root, false).id : newest
  if (first === newest || !root) return { id: newest, readKey: hex(readKey) }
  return { id: first, readKey: hex(root), epochs: [{ id: newest, readKey: hex(readKey) }], writing: newest }
}

/** The read key of the epoch that is written in: what a link opens. */
export function readKeyIn(entry: CommonsEntry): Uint8Array {
  const epoch = entry.epochs?.find(({ id }) => id === entry.writing)
  return new Uint8Array(Buffer.from((epoch ?? entry).readKey, 'hex'))
}

const READ_KEY_BYTES = 32

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
  #writing: Promise<void> = Promise.resolve()
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
  put(entry: CommonsEntry): Promise<void> {
    return this.#write((stored) => {
      const others = stored.commons.filter(({ id }) => id !== entry.id)
      return { ...stored, commons: [...others, entry] }
    })
  }

  choose(id: string): Promise<void> {
    return this.#write((stored) => ({ ...stored, current: id }))
  }

  /** One after the other: two at once would share one temporary file, and the later would not know what the earlier wrote. */
  #write(change: (stored: Stored) => Stored): Promise<void> {
    const written = this.#writing
      .catch(() => undefined)
      .then(async () => {
        const stored = change(this.#stored)
        await writeWhole(this.#file, JSON.stringify(stored, null, 2) + '\n')
        this.#stored = stored
      })
    this.#writing = written
    return written
  }
}
