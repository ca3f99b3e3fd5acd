import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import {
  type CommonsId,
  type CoreKey,
  type LogKey,
  type PersonId,
  type RecordId,
  commonsIdOf,
  coreKeyOf,
  logKeyOf,
  personIdOf,
  recordId,
} from '@allmende/vocabulary'
import type { DraftRecords, DraftRight, EditsAuthor, EditsLogs } from '../src/contract.ts'

const key = (name: string): Uint8Array => createHash('sha256').update(name).digest()

export const COMMONS: CommonsId = commonsIdOf(key('commons'))
export const author = (name: string): EditsAuthor => ({
  log: logKeyOf(key(`${name} records`)),
  edits: coreKeyOf(key(`${name} edits`)),
  person: personIdOf(key(`${name} person`)),
})
export const person = (name: string): PersonId => author(name).person
export const DRAFT: RecordId = recordId(author('anna').log, 1, 0)
export const otherDraft = (index: number): RecordId => recordId(author('anna').log, 2, index)

/** Logs in memory: blocks from 1 on, as the real ones have them (block 0 is the binding). */
export class MemoryLogs implements EditsLogs {
  readonly id = COMMONS
  readonly own: EditsAuthor
  readonly blocks = new Map<LogKey, Uint8Array[][]>()
  readonly events = new EventEmitter()
  readonly #authors = new Map<LogKey, EditsAuthor>()
  appends = 0
  failure: Error | null = null
  /** From which block on a log isn't heard. */
  readonly heardUpTo = new Map<LogKey, number>()

  constructor(name: string) {
    this.own = author(name)
    this.#authors.set(this.own.log, this.own)
  }

  isQuiet(log: LogKey, block: number): boolean {
    return block >= (this.heardUpTo.get(log) ?? Infinity)
  }

  openOwnEdits(): Promise<EditsAuthor> {
    return Promise.resolve(this.own)
  }

  async appendEdits(entries: Uint8Array[], core: CoreKey): Promise<number> {
    await Promise.resolve()
    if (this.failure !== null) throw this.failure
    if (core !== this.own.edits) throw Object.assign(new Error('moved'), { code: 'DRAFT_LOG_MOVED' })
    this.appends++
    this.put(this.own, entries)
    return entries.length
  }

  /** A block of an author's log arrives here. */
  put(of: EditsAuthor, entries: Uint8Array[]): number {
    this.#authors.set(of.log, of)
    const blocks = this.blocks.get(of.log) ?? []
    this.blocks.set(of.log, blocks)
    blocks.push(entries)
    this.events.emit('appended', of, blocks.length, entries)
    return blocks.length
  }

  async *readEdits(log: LogKey, from: number): AsyncGenerator<{ block: number; entries: Uint8Array[] }> {
    await Promise.resolve()
    const blocks = this.blocks.get(log) ?? []
    for (let block = Math.max(1, from); block <= blocks.length; block++) {
      yield { block, entries: blocks[block - 1]! }
    }
  }

  authors(): EditsAuthor[] {
    return [...this.#authors.values()]
  }

  bytes(): number {
    return [...this.blocks.values()].flat(2).reduce((sum, entry) => sum + entry.length, 0)
  }
}

/** Records in memory: the right of a draft by the heads cited. */
export class MemoryRecords implements DraftRecords {
  readonly rights = new Map<string, DraftRight>()
  present: RecordId[]
  /** Hashes of the offered changes that are accepted. */
  readonly offers: string[] = []

  constructor(
    right: DraftRight = { author: person('anna'), editors: 'commons', invited: [], closed: false },
  ) {
    this.present = [DRAFT]
    this.rights.set(DRAFT, right)
  }

  heads(): Promise<RecordId[]> {
    return Promise.resolve(this.present)
  }

  accepted(): Promise<string[]> {
    return Promise.resolve([...this.offers])
  }

  right(_draft: RecordId, heads: readonly RecordId[]): Promise<DraftRight | null> {
    return Promise.resolve(this.rights.get(heads.join(' ')) ?? null)
  }
}
