import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { CommonsId, DeviceId, LogKey, PersonId } from '@allmende/vocabulary'
import { fail } from './errors.ts'
import { MAX_CACHED_NAMES } from './limits.ts'
import type { Names } from './names.ts'

/** A log as the fold sees it; names are numbers. */
export type LogRow = {
  id: number
  commons: number
  person: number
  device: number
  own: boolean
  /** The first block that is missing. */
  next: number
  /** One more than the last block held; above `next` there are gaps. */
  top: number
  blocks: number
  records: number
}

export type LogOwner = { commons: CommonsId; log: LogKey; person: PersonId; device: DeviceId; own: boolean }

export function createLogTable(db: DatabaseSync, names: Names): LogTable {
  return new LogTable(db, names)
}

/** The logs with their positions. Positions are written with the rows they tell of, in one transaction. */
export class LogTable {
  readonly #names: Names
  readonly #cache = new Map<number, LogRow>()
  readonly #moved = new Set<LogRow>()
  readonly #select: StatementSync
  readonly #insert: StatementSync
  readonly #update: StatementSync
  readonly #holds: StatementSync

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names
    this.#select = db.prepare('SELECT * FROM logs WHERE id = ?')
    this.#insert = db.prepare('INSERT INTO logs VALUES(?, ?, ?, ?, ?, 0, 0, 0, 0)')
    this.#update = db.prepare('UPDATE logs SET next = ?, top = ?, blocks = ?, records = ? WHERE id = ?')
    this.#holds = db.prepare('SELECT 1 FROM blocks WHERE log = ? AND block = ?')
  }

  /** The row of a log; a new log gets one. Throws `VIEWS_LOG_OWNER` when it was said to be somebody else's before. */
  claim(owner: LogOwner): LogRow {
    const names = this.#names
    const id = names.number(owner.log)
    const [commons, person, device] = [owner.commons, owner.person, owner.device]
    let log = this.find(id)
    if (log === null) {
      this.#insert.run(
        id,
        names.number(commons),
        names.number(person),
        names.number(device),
        owner.own ? 1 : 0,
      )
      log = this.get(id)
    }
    const held = [log.commons, log.person, log.device].map((number) => names.name(number)).join(' ')
    const found = [commons, person, device].join(' ')
    if (held !== found) throw fail('VIEWS_LOG_OWNER', { log: owner.log, expected: held, found })
    return log
  }

  /** The row of a log by its number; null if the log is only known by name. */
  find(id: number): LogRow | null {
    const cached = this.#cache.get(id)
    if (cached !== undefined) return cached
    const row = this.#select.get(id)
    if (row === undefined) return null
    if (this.#cache.size >= MAX_CACHED_NAMES) {
      this.flush()
      this.#cache.clear()
    }
    const log = { ...row, own: row['own'] === 1 } as LogRow
    this.#cache.set(id, log)
    return log
  }

  /** The row of a log that must be here. */
  get(id: number): LogRow {
    const log = this.find(id)
    if (log === null) throw new Error(`log ${id} has no row`)
    return log
  }

  /** Notes that a block is held now, and moves the position. */
  hold(log: LogRow, block: number, records: number): void {
    log.blocks++
    log.top = Math.max(log.top, block + 1)
    if (block === log.next) {
      log.next++
      while (log.next < log.top && this.#holds.get(log.id, log.next) !== undefined) log.next++
    }
    this.recount(log, records)
  }

  /** Counts the records of a block; alone, of one that was held before and is folded again. */
  recount(log: LogRow, records: number): void {
    log.records += records
    this.#moved.add(log)
  }

  /** Writes positions that moved. */
  flush(): void {
    for (const log of this.#moved) this.#update.run(log.next, log.top, log.blocks, log.records, log.id)
    this.#moved.clear()
  }

  /** Forgets what is cached, after a rollback. */
  reset(): void {
    this.#cache.clear()
    this.#moved.clear()
  }
}
