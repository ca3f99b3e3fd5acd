import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { fail } from './errors.ts'
import { createTables, isCurrent } from './schema.ts'

export type OpenedDatabase = {
  db: DatabaseSync
  /** Why the file was begun anew, if it was. */
  begun?: string
}

/**
 * Opens the database file. One that is damaged, or of another version, is deleted and begun anew: everything in it
 * is in the logs. Throws `VIEWS_LOCKED` when another process has it, `VIEWS_OPEN` when it can't be made.
 */
export function openDatabase(file: string): OpenedDatabase {
  const existed = existsSync(file)
  try {
    const db = connect(file)
    if (!existed || isEmpty(db)) createTables(db)
    else if (!isCurrent(db)) {
      db.close()
      return beginAnew(file, 'it was written by another version')
    }
    return { db }
  } catch (error) {
    if (isBusy(error)) throw fail('VIEWS_LOCKED', { file, cause: error })
    if (!existed || !isDamage(error)) throw fail('VIEWS_OPEN', { file, reason: String(error), cause: error })
    return beginAnew(file, error instanceof Error ? error.message : String(error))
  }
}

/** Deletes a database with all files beside it, and opens an empty one. */
export function beginAnew(file: string, reason: string): OpenedDatabase {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
  const db = connect(file)
  createTables(db)
  return { db, begun: reason }
}

function connect(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 2_000 })
  try {
    // Exclusive: one worker owns the file, and SQLite then needs no shared memory beside it.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    // A checkpoint every 32 MB: with the usual 4 MB the same pages are written over and over in a first sync.
    db.exec('PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864')
    db.exec('PRAGMA cache_size = -16000')
  } catch (error) {
    db.close()
    throw error
  }
  return db
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0
}

const SQLITE_BUSY = 5
const SQLITE_LOCKED = 6
const SQLITE_ERROR = 1
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_NOTADB = 26

function isBusy(error: unknown): boolean {
  return [SQLITE_BUSY, SQLITE_LOCKED].includes(primaryCode(error))
}

/** Damage, or tables that aren't as they should be (a file of somebody else's): both are cured by beginning anew. */
export function isDamage(error: unknown): boolean {
  return [SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_NOTADB].includes(primaryCode(error))
}

export function isFull(error: unknown): boolean {
  return primaryCode(error) === SQLITE_FULL
}

/** The low byte is the kind of a SQLite error, the rest says more. */
function primaryCode(error: unknown): number {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : 0
  return typeof code === 'number' ? code & 0xff : 0
}
