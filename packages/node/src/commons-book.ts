import { type Logs, type LogState } from '@allmende/logs'
import type { Sync } from '@allmende/sync'
import type { Views } from '@allmende/views'
import { type CommonsId, encodeLink, type LogKey, type Logger, type RecordId } from '@allmende/vocabulary'
import {
  type CommonsEntry,
  type CommonsFile,
  epochKeysOf,
  keysIn,
  keysOf,
  readKeyIn,
} from './commons-file.ts'
import { EpochLogs } from './epochs/epoch-logs.ts'
import { fail } from './errors.ts'
import { RecordFollower } from './follow-records.ts'
import { StartHere } from './start-here.ts'
import type { ListingText } from './listings/listing.ts'

/** A commons that is open: its logs, and what brings them into the views. */
export type OpenCommons = {
  /** As it stands now: an epoch may come, or who founded it become known. */
  readonly entry: CommonsEntry
  readonly id: CommonsId
  readonly logs: EpochLogs
  readonly follower: RecordFollower
  readonly state: CommonsState
}

/** What is found out while a commons is open. */
export type CommonsState = {
  /** The key was changed and this device wasn't given the new one: what is written now would reach nobody. */
  outdated: boolean
  /** What this computer lists it by, for everybody to find; null where it isn't listed from here. */
  listed: ListingText | null
}

type Dependencies = {
  readonly file: CommonsFile
  readonly logs: Logs
  readonly views: Views
  readonly sync: Sync
  readonly logger: Logger
  /** Called before the first record of a commons is folded. */
  readonly onOpening: (commons: OpenCommons) => Promise<void>
  readonly shownUpTo: (commons: CommonsId, log: LogState) => number
  /** Called when a commons was opened: the drafts and the events attach there. */
  readonly onOpen: (commons: OpenCommons) => Promise<void>
  /** Called when peers may be told of it: what is held here is said then. */
  readonly onJoin: (commons: OpenCommons) => void
}

/** All commons of this home, opened once and looked up by name, id or link. */
export class CommonsBook {
  readonly #parts: Dependencies
  readonly #open = new Map<string, OpenCommons>()
  #online = false
  readonly #opening = new Map<string, Promise<OpenCommons>>()
  readonly #listeners = new Set<(commons: OpenCommons) => void>()

  constructor(parts: Dependencies) {
    this.#parts = parts
  }

  async openAll(): Promise<void> {
    for (const entry of this.#parts.file.entries) await this.#ensure(entry)
  }

  all(): OpenCommons[] {
    return [...this.#open.values()]
  }

  /** Those one belongs to; those one merely copied from are left out. */
  members(): OpenCommons[] {
    return this.all().filter(({ entry }) => entry.role === 'member')
  }

  get(id: string): OpenCommons | undefined {
    return this.#open.get(id)
  }

  isCurrent(id: string): boolean {
    const members = this.members()
    return this.#parts.file.current === id || (members.length === 1 && members[0]?.id === id)
  }

  /** By name, id, or an unambiguous beginning of an id. Throws COMMONS_UNKNOWN, COMMONS_AMBIGUOUS. */
  find(nameOrId: string): OpenCommons {
    const wanted = nameOrId.trim()
    const members = this.members()
    const byId = members.filter(({ id }) => id === wanted)
    const byName = members.filter(({ entry }) => entry.name.toLowerCase() === wanted.toLowerCase())
    const byStart = wanted.length >= 4 ? members.filter(({ id }) => id.startsWith(wanted)) : []
    const fitting = [byId, byName, byStart].find((list) => list.length > 0) ?? []
    if (fitting.length > 1) throw fail('COMMONS_AMBIGUOUS', { found: wanted })
    if (!fitting[0]) throw fail('COMMONS_UNKNOWN', { found: wanted })
    return fitting[0]
  }

  /** Where a write goes: the one named, the one chosen, or the only one. Throws COMMONS_NONE, COMMONS_WHICH. */
  forWriting(nameOrId?: string): OpenCommons {
    if (nameOrId !== undefined) return this.find(nameOrId)
    const members = this.members()
    const chosen = members.find(({ id }) => id === this.#parts.file.current)
    if (chosen) return chosen
    if (members.length > 1)
      throw fail('COMMONS_WHICH', { found: members.map(({ entry }) => entry.name).join(', ') })
    if (!members[0]) throw fail('COMMONS_NONE')
    return members[0]
  }

  async add(entry: CommonsEntry): Promise<OpenCommons> {
    const before = this.#open.get(entry.id)
    if (before?.entry.role === entry.role && entry.role === 'member') return before
    if (before) await this.#close(before)
    await this.#parts.file.put(entry)
    const commons = await this.#ensure(entry)
    for (const listener of this.#listeners) listener(commons)
    return commons
  }

  /** Calls back with each commons that is added, or whose entry is put anew. */
  onAdded(listener: (commons: OpenCommons) => void): void {
    this.#listeners.add(listener)
  }

  /** Opens a commons for reading some logs of it, without joining; what was asked for before stays. */
  async addReader(
    link: { readKey: Uint8Array; root?: Uint8Array; public: boolean },
    log: LogKey,
  ): Promise<OpenCommons> {
    const keys = keysIn(link)
    const before = this.#open.get(keys.id)
    if (before && (before.entry.role === 'member' || before.entry.logs?.includes(log))) return before
    return this.add({
      ...keys,
      name: `commons ${keys.id.slice(0, 8)}`,
      public: link.public,
      role: 'reader',
      logs: [...(before?.entry.logs ?? []), log],
    })
  }

  async choose(id: string): Promise<void> {
    await this.#parts.file.choose(id)
  }

  /** Puts another entry in the place of a commons that is open: on disk first, then opened and joined as far as it is new. */
  async update(commons: OpenCommons, entry: CommonsEntry): Promise<void> {
    await this.#parts.file.put(entry)
    ;(commons as { entry: CommonsEntry }).entry = entry
    await this.#openEpochs(commons.logs, entry)
    await this.#join(commons)
    await commons.follower.resume()
    for (const listener of this.#listeners) listener(commons)
  }

  link({ entry }: OpenCommons): string {
    const { name, founder } = entry
    return encodeLink({
      type: 'commons',
      ...opensOf(entry),
      name,
      ...(founder === undefined ? {} : { founder }),
    })
  }

  thingLink({ entry }: OpenCommons, thing: RecordId, kind: 'good' | 'draft'): string {
    return encodeLink({ type: 'thing', ...opensOf(entry), thing, kind })
  }

  /** From now on others who have the same commons are looked for. */
  async goOnline(): Promise<void> {
    this.#online = true
    for (const commons of this.all()) {
      await this.#parts.sync.leave(commons.id)
      await this.#join(commons)
    }
  }

  stop(): void {
    for (const { follower } of this.all()) follower.stop()
  }

  #ensure(entry: CommonsEntry): Promise<OpenCommons> {
    const opening = this.#opening.get(entry.id) ?? this.#openOne(entry)
    this.#opening.set(entry.id, opening)
    return opening.finally(() => this.#opening.delete(entry.id))
  }

  async #openOne(entry: CommonsEntry): Promise<OpenCommons> {
    const { views, logger, onOpening, onOpen, shownUpTo } = this.#parts
    const keys = keysOf(entry)
    const root = await this.#parts.logs.commons(keys, { write: entry.role === 'member' })
    const logs = new EpochLogs(root, logger)
    await this.#openEpochs(logs, entry)
    const follower = new RecordFollower(logs, views, logger, (log) => shownUpTo(keys.id, log))
    const commons: OpenCommons = {
      entry,
      id: keys.id,
      logs,
      follower,
      state: { outdated: false, listed: null },
    }
    this.#open.set(entry.id, commons)
    await onOpening(commons)
    await follower.start()
    await onOpen(commons)
    await this.#join(commons)
    return commons
  }

  async #openEpochs(logs: EpochLogs, entry: CommonsEntry): Promise<void> {
    for (const keys of epochKeysOf(entry))
      logs.add(await this.#parts.logs.commons(keys, { write: entry.role === 'member' }))
    if (entry.writing) logs.writeIn(entry.writing)
  }

  /** Before the node is online nobody is looked for; everything else works the same. */
  async #join(commons: OpenCommons): Promise<void> {
    const { role, logs = [] } = commons.entry
    const announce = this.#online
    const first = new StartHere(this.#parts.views, commons.id, () => performance.now())
    await first.read()
    await this.#parts.sync.join(
      commons.logs,
      role === 'reader' ? { reader: { logs }, announce } : { announce, startHere: () => first.logs() },
    )
    this.#parts.onJoin(commons)
  }

  async #close(commons: OpenCommons): Promise<void> {
    commons.follower.stop()
    commons.logs.release()
    this.#open.delete(commons.id)
    await this.#parts.sync.leave(commons.id)
  }
}

/**
 * The epochs of a commons, each by itself: for what must not mix them. A bundle is opened by whoever has the key of its
 * epoch, so nothing of a later one may go into it.
 */
export function apart(commons: OpenCommons, logger: Logger): OpenCommons[] {
  const epochs = commons.logs.all()
  if (epochs.length === 1) return [commons]
  return epochs.map((logs) => ({ ...commons, logs: new EpochLogs(logs, logger) }))
}

/** What a link opens: the epoch that is written in, and by the first key all that was before. */
export function opensOf(entry: CommonsEntry): { public: boolean; readKey: Uint8Array; root?: Uint8Array } {
  const opens = { public: entry.public, readKey: readKeyIn(entry) }
  return entry.writing ? { ...opens, root: new Uint8Array(Buffer.from(entry.readKey, 'hex')) } : opens
}
