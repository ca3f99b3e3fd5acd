import { mayTellMore, type MirrorUse, type Share } from '@allmende/rules'
import type { CoreKey, LogKey } from '@allmende/vocabulary'
import { readJson, writeWhole } from '../home.ts'
import { digestOf, markOf, type Row } from './rows.ts'

/** A log that somebody told of. WARNING: stored. */
export type Told = {
  edits: CoreKey
  files: CoreKey
  filesLength: number
  keepFiles: boolean
  /** Whose part of the quota it takes while the giver hasn't told of it. */
  first: string
  /** What each node told, as a mark. */
  by: Record<string, string>
  /** Bytes here, by core. */
  bytes: Record<string, number>
}

type Stored = { version: 1; logs: Record<string, Told> }

/** What a mirror was told of one commons, by whom, and how much of it is here. Kept over restarts. */
export class ToldBook {
  readonly #file: string
  readonly #giver: string
  readonly #logs = new Map<LogKey, Told>()
  readonly #shares = new Map<string, { logs: number; bytes: number }>()

  #logBytes = 0

  constructor(file: string, giver: string) {
    this.#file = file
    this.#giver = giver
  }

  async load(): Promise<void> {
    const { logs } = await readJson<Stored>(this.#file, { version: 1, logs: {} })
    for (const [log, told] of Object.entries(logs)) {
      this.#logs.set(log as LogKey, told)
      this.#count(told, 1)
    }
  }

  save(): Promise<void> {
    const logs = Object.fromEntries(this.#logs)
    return writeWhole(this.#file, JSON.stringify({ version: 1, logs } satisfies Stored))
  }

  get size(): number {
    return this.#logs.size
  }

  get(log: LogKey): Told | undefined {
    return this.#logs.get(log)
  }

  entries(): IterableIterator<[LogKey, Told]> {
    return this.#logs.entries()
  }

  /** Whose part of the quota a log takes; null: the giver's. */
  accountOf({ by, first }: Told): string | null {
    return this.#giver in by ? null : first
  }

  use(quota: number, bytes: number): MirrorUse {
    const others = new Map<string, Share>(this.#shares)
    const giver = others.get(this.#giver) ?? { logs: 0, bytes: 0 }
    others.delete(this.#giver)
    return { quota, bytes, logBytes: this.#logBytes, giver, others }
  }

  /** Bytes counted by cores: at least what lies on the disk. */
  get bytes(): number {
    let total = 0
    for (const { bytes } of this.#shares.values()) total += bytes
    return total
  }

  /**
   * Takes in what a node tells, as far as it may. Where two say different things of one log the giver's word stands, else the first.
   * @returns the logs of which something is new, and how many were beyond what the node may tell of
   */
  take(node: string, rows: readonly Row[], use: MirrorUse): { changed: Row[]; refused: number } {
    let room = mayTellMore(use, node === this.#giver ? null : node)
    let refused = 0
    const changed: Row[] = []
    for (const row of rows) {
      const before = this.#logs.get(row.log)
      if (!before && room-- <= 0) refused++
      else if (this.#takeOne(node, row, before)) changed.push(row)
    }
    return { changed, refused }
  }

  #takeOne(node: string, row: Row, before: Told | undefined): boolean {
    const { log, edits, files, filesLength, keepFiles } = row
    if (!before) {
      const told = {
        edits,
        files,
        filesLength,
        keepFiles,
        first: node,
        by: { [node]: markOf(row) },
        bytes: {},
      }
      this.#logs.set(log, told)
      this.#count(told, 1)
      return true
    }
    const same = before.edits === edits && before.files === files
    if (!same && node !== this.#giver) return false
    this.#count(before, -1)
    const news = !same || filesLength > before.filesLength || (keepFiles && !before.keepFiles)
    before.by[node] = markOf(row)
    before.keepFiles ||= keepFiles
    before.filesLength = same ? Math.max(before.filesLength, filesLength) : filesLength
    if (!same) Object.assign(before, { edits, files, bytes: {} })
    this.#count(before, 1)
    return news
  }

  /** What a node told, in one mark. */
  digest(node: string): string {
    const marks: string[] = []
    for (const { by } of this.#logs.values()) if (by[node] !== undefined) marks.push(by[node])
    return digestOf(marks)
  }

  /** Takes back what a node told; returns the logs that nobody else told of. */
  withdraw(node: string): LogKey[] {
    const gone: LogKey[] = []
    for (const [log, told] of this.#logs) {
      if (told.by[node] === undefined) continue
      this.#count(told, -1)
      delete told.by[node]
      const [next] = Object.keys(told.by)
      if (next === undefined) {
        this.#logs.delete(log)
        gone.push(log)
        continue
      }
      if (told.first === node) told.first = next
      this.#count(told, 1)
    }
    return gone
  }

  /** Notes how much of a core is here. */
  holds(log: LogKey, core: CoreKey, bytes: number): void {
    const told = this.#logs.get(log)
    if (!told) return
    this.#count(told, -1)
    told.bytes[core] = bytes
    this.#count(told, 1)
  }

  #count(told: Told, sign: 1 | -1): void {
    const account = this.accountOf(told) ?? this.#giver
    const share = this.#shares.get(account) ?? { logs: 0, bytes: 0 }
    share.logs += sign
    for (const [core, bytes] of Object.entries(told.bytes)) {
      share.bytes += sign * bytes
      if (core !== told.files) this.#logBytes += sign * bytes
    }
    if (share.logs === 0) this.#shares.delete(account)
    else this.#shares.set(account, share)
  }
}
