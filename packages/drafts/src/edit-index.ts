import {
  type CoreKey,
  type LogKey,
  type PersonId,
  type RecordId,
  isAllmendeError,
} from '@allmende/vocabulary'
import { deriveActor } from './actor.ts'
import type { EditsAuthor } from './contract.ts'
import { decodeEntry, type Entry, type OpeningExtras, tagOf } from './entry.ts'
import { fail } from './errors.ts'

type Session = {
  draft: RecordId
  actor: string
  as: OpeningExtras
  /** Where it was opened, and from where on it cites which heads. */
  cites: { block: number; index: number; heads: RecordId[] }[]
}

/** Who wrote under an actor. */
export type Writer = { person: PersonId } & OpeningExtras

type LogIndex = {
  edits: CoreKey
  person: PersonId
  /** The first block not looked at yet. */
  next: number
  /** By tag, in log order: a later opening with the same tag takes it over from there on. */
  sessions: Map<string, Session[]>
}

/** Blocks from, to, from, to, … (both included) of one log that hold edits of a draft. */
type Runs = number[]

export type RoutedEdit = {
  draft: RecordId
  log: LogKey
  person: PersonId
  block: number
  index: number
  actor: string
  as: OpeningExtras
  heads: RecordId[]
  change: Uint8Array
}

export type RoutingFault = { index: number; error: Error }

/**
 * Which blocks of which logs hold edits of which draft, and what the sessions in them are. Pure and disposable: it
 * can be made again by reading the logs.
 */
export class EditIndex {
  readonly #logs = new Map<LogKey, LogIndex>()
  readonly #drafts = new Map<RecordId, Map<LogKey, Runs>>()

  /** The first block of a log not looked at yet. */
  next(log: LogKey): number {
    return this.#logs.get(log)?.next ?? 0
  }

  drafts(): RecordId[] {
    return [...this.#drafts.keys()]
  }

  /** For each log the runs of blocks with edits of a draft. */
  blocks(draft: RecordId): ReadonlyMap<LogKey, readonly number[]> {
    return this.#drafts.get(draft) ?? new Map()
  }

  /** Under which actors who wrote in a draft, and for whom. */
  authors(draft: RecordId): Map<string, Writer> {
    const authors = new Map<string, Writer>()
    for (const log of this.blocks(draft).keys()) {
      const { person, sessions } = this.#logs.get(log)!
      for (const list of sessions.values()) {
        for (const session of list)
          if (session.draft === draft) authors.set(session.actor, { person, ...session.as })
      }
    }
    return authors
  }

  /** Takes in the next block of a log. Returns the drafts it has edits of, and the entries that belong to none. */
  learn(
    author: EditsAuthor,
    block: number,
    entries: readonly Uint8Array[],
  ): { drafts: Set<RecordId>; faults: RoutingFault[] } {
    const log = this.#logOf(author)
    log.next = block + 1
    const drafts = new Set<RecordId>()
    const faults: RoutingFault[] = []
    entries.forEach((bytes, index) => {
      try {
        drafts.add(this.#learnEntry(log, block, index, decodeEntry(bytes)))
      } catch (error) {
        if (!isAllmendeError(error)) throw error
        faults.push({ index, error })
      }
    })
    for (const draft of drafts) this.#addBlock(draft, author.log, block)
    return { drafts, faults }
  }

  /** The edits of one draft in a block that was learned before. */
  resolve(key: LogKey, draft: RecordId, block: number, entries: readonly Uint8Array[]): RoutedEdit[] {
    const log = this.#logs.get(key)!
    return entries.flatMap((bytes, index) => {
      const entry = readable(bytes)
      const session = entry === null ? undefined : sessionAt(log, entry, block, index)
      if (entry === null || session?.draft !== draft) return []
      const heads = session.cites.findLast((cite) => isUpTo(cite, block, index))!.heads
      const { actor, as } = session
      return [{ draft, log: key, person: log.person, block, index, actor, as, heads, change: entry.change }]
    })
  }

  state(): unknown {
    return { logs: this.#logs, drafts: this.#drafts }
  }

  static from(state: unknown): EditIndex {
    const { logs, drafts } = state as {
      logs: Map<LogKey, LogIndex>
      drafts: Map<RecordId, Map<LogKey, Runs>>
    }
    const index = new EditIndex()
    for (const [key, log] of logs) index.#logs.set(key, log)
    for (const [draft, runs] of drafts) index.#drafts.set(draft, runs)
    return index
  }

  #logOf({ log, edits, person }: EditsAuthor): LogIndex {
    const known = this.#logs.get(log)
    if (known !== undefined) return known
    const fresh: LogIndex = { edits, person, next: 0, sessions: new Map() }
    this.#logs.set(log, fresh)
    return fresh
  }

  #learnEntry(log: LogIndex, block: number, index: number, entry: Entry): RecordId {
    if (entry.kind === 'opening') {
      const { draft, nonce, heads, guest, offers } = entry
      const as = { ...(guest !== undefined && { guest }), ...(offers && { offers }) }
      const session = { draft, actor: deriveActor(log.edits, nonce), as, cites: [{ block, index, heads }] }
      const tag = tagOf(nonce)
      const list = log.sessions.get(tag)
      if (list === undefined) log.sessions.set(tag, [session])
      else list.push(session)
      return draft
    }
    const session = sessionAt(log, entry, block, index)
    if (session === undefined) throw fail('EDIT_SESSION')
    if (entry.heads !== undefined) session.cites.push({ block, index, heads: entry.heads })
    return session.draft
  }

  #addBlock(draft: RecordId, log: LogKey, block: number): void {
    const logs = this.#drafts.get(draft) ?? new Map<LogKey, Runs>()
    this.#drafts.set(draft, logs)
    const runs = logs.get(log) ?? []
    logs.set(log, runs)
    if (runs.length > 0 && runs[runs.length - 1] === block - 1) runs[runs.length - 1] = block
    else runs.push(block, block)
  }
}

function sessionAt(log: LogIndex, entry: Entry, block: number, index: number): Session | undefined {
  const tag = entry.kind === 'opening' ? tagOf(entry.nonce) : entry.tag
  return log.sessions.get(tag)?.findLast(({ cites }) => isUpTo(cites[0]!, block, index))
}

function isUpTo(place: { block: number; index: number }, block: number, index: number): boolean {
  return place.block < block || (place.block === block && place.index <= index)
}

function readable(bytes: Uint8Array): Entry | null {
  try {
    return decodeEntry(bytes)
  } catch {
    return null
  }
}
