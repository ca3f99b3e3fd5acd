import type { DatabaseSync } from 'node:sqlite'

/** WARNING: stored, as `user_version`. Raise it with any change below; an older file is deleted and filled again. */
export const SCHEMA_VERSION = 3

/** WARNING: stored. Raise it when the same records would be folded to other rows; an older file is filled again. */
export const FOLD_VERSION = 3

/** What makes words of a text. */
export const TOKENIZER = 'unicode61 remove_diacritics 2'

/** What a word counts in a title, in tags, in the text, in names of files. */
export const COLUMN_WEIGHTS: readonly number[] = [10, 5, 1, 2]

/**
 * What can't be folded from anything else in the file: names as small numbers, logs with their positions,
 * and the blocks byte for byte. A record's number is `blocks.id * MAX_RECORDS_IN_BLOCK + index`, so it needs no row.
 */
const KEPT = `
  CREATE TABLE settings(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE logs(
    id INTEGER PRIMARY KEY, -- of its key in names
    commons INTEGER NOT NULL, person INTEGER NOT NULL, device INTEGER NOT NULL, own INTEGER NOT NULL,
    next INTEGER NOT NULL, -- the first block that is missing
    top INTEGER NOT NULL, -- one more than the last block held
    blocks INTEGER NOT NULL, records INTEGER NOT NULL
  );
  CREATE INDEX logs_of_commons ON logs(commons);
  CREATE TABLE blocks(id INTEGER PRIMARY KEY, log INTEGER NOT NULL, block INTEGER NOT NULL, bytes BLOB NOT NULL);
  CREATE UNIQUE INDEX blocks_of_log ON blocks(log, block);
`

/** Folded from the blocks. `id` and `record` are numbers of records; a thing has that of its first one. */
const FOLDED = `
  CREATE TABLE things(
    id INTEGER PRIMARY KEY,
    commons INTEGER NOT NULL, kind INTEGER NOT NULL,
    listed INTEGER NOT NULL, -- when it was changed, never later than ten minutes after it was folded
    person INTEGER NOT NULL, at INTEGER NOT NULL, changed INTEGER NOT NULL,
    title TEXT, licence TEXT,
    diverged INTEGER, ignored INTEGER,
    -- Of goods only.
    type INTEGER, complete INTEGER,
    needs INTEGER, -- how many tools it needs; nothing if it doesn't say how it is made
    works INTEGER, others INTEGER, -- builds that work, builds by others
    alive INTEGER -- see aliveness.ts; nothing for what stands where \`listed\` puts it, so that most goods need no second index
  );
  CREATE INDEX things_listed ON things(commons, kind, alive, listed);
  CREATE INDEX things_marked ON things(commons, kind, listed) WHERE alive IS NOT NULL;
  CREATE TABLE changes(
    log INTEGER NOT NULL, block INTEGER NOT NULL, idx INTEGER NOT NULL, -- the place of the thing's first record
    record INTEGER NOT NULL,
    PRIMARY KEY(log, block, idx, record)
  ) WITHOUT ROWID;
  CREATE TABLE links( -- what a thing, as it is now, names
    role INTEGER NOT NULL, -- see links.ts
    log INTEGER NOT NULL, block INTEGER NOT NULL, idx INTEGER NOT NULL, -- the place of what is named
    thing INTEGER NOT NULL,
    PRIMARY KEY(role, log, block, idx, thing)
  ) WITHOUT ROWID;
  CREATE TABLE builds(
    id INTEGER PRIMARY KEY,
    outcome TEXT NOT NULL, place TEXT,
    good INTEGER -- of which; nothing as long as that isn't here
  );
  CREATE INDEX builds_of_good ON builds(good);
  CREATE TABLE tools(thing INTEGER NOT NULL, tool TEXT NOT NULL, PRIMARY KEY(thing, tool)) WITHOUT ROWID;
  CREATE TABLE profiles(
    commons INTEGER NOT NULL, person INTEGER NOT NULL, record INTEGER NOT NULL,
    PRIMARY KEY(commons, person, record)
  ) WITHOUT ROWID;
  CREATE TABLE people(
    commons INTEGER NOT NULL, person INTEGER NOT NULL, name TEXT, about TEXT,
    PRIMARY KEY(commons, person)
  ) WITHOUT ROWID;
  CREATE TABLE vouches(
    commons INTEGER NOT NULL, receiver TEXT NOT NULL, record INTEGER NOT NULL, giver INTEGER NOT NULL,
    PRIMARY KEY(commons, receiver, record)
  ) WITHOUT ROWID;
  CREATE TABLE statements( -- see the kinds marked so
    commons INTEGER NOT NULL, kind INTEGER NOT NULL, record INTEGER NOT NULL, log INTEGER NOT NULL,
    PRIMARY KEY(commons, kind, record)
  ) WITHOUT ROWID;
  CREATE TABLE refused(record INTEGER PRIMARY KEY, code TEXT NOT NULL, message TEXT NOT NULL);
  CREATE TABLE tallies(
    commons INTEGER NOT NULL, kind INTEGER NOT NULL,
    records INTEGER NOT NULL, things INTEGER NOT NULL, unknown INTEGER NOT NULL, refused INTEGER NOT NULL,
    PRIMARY KEY(commons, kind)
  ) WITHOUT ROWID;
  CREATE VIRTUAL TABLE search USING fts5(
    title, tags, body, files,
    content='', contentless_delete=1, tokenize='${TOKENIZER}'
  );
  INSERT INTO search(search, rank) VALUES('rank', 'bm25(${COLUMN_WEIGHTS.join(', ')})');
  INSERT INTO search(search, rank) VALUES('hashsize', 8388608);
`

const FOLDED_TABLES = [
  'things',
  'changes',
  'links',
  'builds',
  'tools',
  'profiles',
  'people',
  'vouches',
  'statements',
  'refused',
  'tallies',
  'search',
]

/** Makes all tables in an empty file and notes the versions they are of. */
export function createTables(db: DatabaseSync): void {
  db.exec('BEGIN')
  db.exec(KEPT)
  db.exec(FOLDED)
  db.prepare(`INSERT INTO settings VALUES('fold', ?)`).run(FOLD_VERSION)
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
  db.exec('COMMIT')
}

/** Whether the file was filled by this version of the tables and of the fold. Throws for what is no database. */
export function isCurrent(db: DatabaseSync): boolean {
  const { user_version: schema } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (schema !== SCHEMA_VERSION) return false
  const fold = db.prepare(`SELECT value FROM settings WHERE name = 'fold'`).get()
  return fold?.['value'] === FOLD_VERSION
}

/** What is folded is not whole from here on: opened like this, the file is begun anew. */
export function markUnfolded(db: DatabaseSync): void {
  db.exec(`UPDATE settings SET value = 0 WHERE name = 'fold'`)
}

export function markFolded(db: DatabaseSync): void {
  db.prepare(`UPDATE settings SET value = ? WHERE name = 'fold'`).run(FOLD_VERSION)
}

/** Empties what is folded; names, logs and blocks stay. */
export function dropFolded(db: DatabaseSync): void {
  for (const table of FOLDED_TABLES) db.exec(`DROP TABLE IF EXISTS ${table}`)
  db.exec(FOLDED)
  db.exec('UPDATE logs SET records = 0')
}
