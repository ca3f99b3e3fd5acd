import type { CommonsId, LogKey } from '@allmende/vocabulary'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { createDesignCache, type DesignCache } from './design-cache.ts'
import { createEffects, type Effects } from './effects.ts'
import { Fold } from './fold.ts'
import { MAX_TRANSACTION_MS, MAX_TRANSACTION_RECORDS } from './limits.ts'
import { createLogTable, type LogOwner, type LogRow, type LogTable } from './log-table.ts'
import { createNames, type Names } from './names.ts'
import { createReadLines, type ReadLines } from './part-lines.ts'
import { createPlaces, type Places } from './places.ts'
import { Columns } from './ranking/columns.ts'
import type { Cut } from './contract.ts'
import { dropFolded, markFolded, markUnfolded } from './schema.ts'
import { createTallies, type Tallies } from './tallies.ts'
import { createThingRecords, type ThingRecords } from './thing-records.ts'

/** Blocks of one log on their way into the tables, each as `encodeBlock` made it. */
export type IngestMessage = LogOwner & { numbers: number[]; blocks: Uint8Array[]; now: number }

/** What works on one database, made once for it. */
export type Parts = {
  db: DatabaseSync
  names: Names
  logs: LogTable
  places: Places
  tallies: Tallies
  effects: Effects
  records: ThingRecords
  readLines: ReadLines
  cache: DesignCache
  columns: Columns
}

export function createParts(db: DatabaseSync): Parts {
  const names = createNames(db)
  const logs = createLogTable(db, names)
  const places = createPlaces(db, names)
  const records = createThingRecords({ db, names, places, logs })
  const readLines = createReadLines({ places, records })
  const [tallies, effects, cache] = [createTallies(db), createEffects(), createDesignCache()]
  const columns = new Columns(db)
  return { db, names, logs, places, records, readLines, tallies, effects, cache, columns }
}

/** Blocks read at once when all are folded again: about what one message of an ingest has. */
const REFOLD_BLOCKS = 32

/**
 * The database and its fold. What is folded can be found at once; it is written to disk by `commit`, rows and
 * positions together, so that a crash takes both back alike.
 */
export class Engine {
  readonly parts: Parts
  readonly #fold: Fold
  readonly #insertBlock: StatementSync
  readonly #hasBlock: StatementSync
  readonly #lastBlock: StatementSync
  /** The number for the next block; 0 when it has to be looked up. */
  #nextBlock = 0
  #open: { since: number; records: number } | null = null

  constructor(parts: Parts, fold: Fold) {
    this.parts = parts
    this.#fold = fold
    this.#insertBlock = parts.db.prepare('INSERT INTO blocks VALUES(?, ?, ?, ?)')
    this.#hasBlock = parts.db.prepare('SELECT 1 FROM blocks WHERE log = ? AND block = ?')
    this.#lastBlock = parts.db.prepare('SELECT max(id) AS id FROM blocks')
  }

  /** Whatever it throws but `VIEWS_LOG_OWNER`, the open transaction must be rolled back. */
  ingest(message: IngestMessage): void {
    const transaction = this.#begin()
    const log = this.parts.logs.claim(message)
    for (const [at, bytes] of message.blocks.entries()) {
      transaction.records += this.#block(log, message.numbers[at]!, bytes, message.now)
    }
    this.#fold.settle(message.now)
  }

  /** Whether the open transaction has grown enough to be committed now. */
  isDue(): boolean {
    if (this.#open === null) return false
    const { records, since } = this.#open
    return records >= MAX_TRANSACTION_RECORDS || performance.now() - since >= MAX_TRANSACTION_MS
  }

  /** Writes what is only counted in memory, so that questions see it. */
  flush(): void {
    if (this.#open === null) return
    this.parts.logs.flush()
    this.parts.tallies.flush()
  }

  commit(): void {
    if (this.#open === null) return
    this.flush()
    this.parts.db.exec('COMMIT')
    this.#open = null
  }

  rollback(): void {
    const { db, names, logs, places, tallies, effects, cache, columns } = this.parts
    if (db.isTransaction) db.exec('ROLLBACK')
    this.#open = null
    for (const part of [names, logs, places, tallies, effects, cache, columns, this.#fold]) part.reset()
    this.#nextBlock = 0
  }

  position(commons: CommonsId, log: LogKey): number {
    const { names, logs } = this.parts
    const id = names.known(log)
    const row = id === null ? null : logs.find(id)
    return row !== null && row.commons === names.known(commons) ? row.next : 0
  }

  positions(commons: CommonsId): Map<LogKey, number> {
    const { db, names } = this.parts
    const rows = db.prepare('SELECT id, next FROM logs WHERE commons = ?').all(names.known(commons) ?? -1)
    return new Map(rows.map((row) => [names.name(Number(row['id'])) as LogKey, Number(row['next'])]))
  }

  /** Forgets blocks of logs. True when there were any: then everything has to be folded again. */
  cut(cuts: readonly Cut[]): boolean {
    const { db, names, logs } = this.parts
    this.commit()
    const found = cuts.flatMap(({ log, blocks }) => {
      const row = logs.find(names.known(log) ?? -1)
      return row && row.top > blocks ? [{ row, blocks }] : []
    })
    if (found.length === 0) return false
    db.exec('BEGIN')
    // In one go with the blocks: were we stopped between the two, the tables would go on telling what is gone.
    markUnfolded(db)
    for (const { row, blocks } of found) {
      db.prepare('DELETE FROM blocks WHERE log = ? AND block >= ?').run(row.id, blocks)
      db.prepare(
        `UPDATE logs SET next = min(next, ?), top = min(top, ?),
         blocks = (SELECT count(*) FROM blocks WHERE log = logs.id) WHERE id = ?`,
      ).run(blocks, blocks, row.id)
    }
    db.exec('DELETE FROM logs WHERE top = 0')
    db.exec('COMMIT')
    this.rollback()
    return true
  }

  /** Folds the kept blocks again, in steps, so that others have their turn in between. Returns the number of records. */
  *refold(now: number): Generator<void, number> {
    const { db } = this.parts
    this.commit()
    markUnfolded(db)
    dropFolded(db)
    this.rollback()
    const select = db.prepare('SELECT * FROM blocks WHERE id > ? ORDER BY id LIMIT ?')
    let last = 0
    let total = 0
    for (;;) {
      const rows = select.all(last, REFOLD_BLOCKS)
      const transaction = this.#begin()
      for (const row of rows) {
        last = Number(row['id'])
        const log = this.parts.logs.get(Number(row['log']))
        const count = this.#fold.block(log, last, Number(row['block']), row['bytes'] as Uint8Array, now)
        this.parts.logs.recount(log, count)
        transaction.records += count
        total += count
      }
      this.#fold.settle(now)
      if (rows.length === 0) {
        markFolded(db)
        return total
      }
      yield
    }
  }

  #begin(): { since: number; records: number } {
    if (this.#open === null) {
      this.parts.db.exec('BEGIN')
      this.#open = { since: performance.now(), records: 0 }
    }
    return this.#open
  }

  #block(log: LogRow, block: number, bytes: Uint8Array, now: number): number {
    if (block < log.next || (block < log.top && this.#hasBlock.get(log.id, block) !== undefined)) return 0
    if (this.#nextBlock === 0) this.#nextBlock = Number(this.#lastBlock.get()?.['id'] ?? 0) + 1
    const id = this.#nextBlock++
    this.#insertBlock.run(id, log.id, block, bytes)
    const count = this.#fold.block(log, id, block, bytes, now)
    this.parts.logs.hold(log, block, count)
    return count
  }
}
