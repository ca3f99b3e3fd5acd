import type { DatabaseSync } from 'node:sqlite'
import type { SearchText } from './search-text.ts'

/**
 * Writing the full-text index. It is contentless: the texts are in the blocks already, and a copy of them would cost
 * a third of the time of a first sync.
 */
export interface SearchIndex {
  add(id: number, text: SearchText): void
  replace(id: number, text: SearchText): void
}

export function createSearchIndex(db: DatabaseSync): SearchIndex {
  const add = db.prepare('INSERT INTO search(rowid, title, tags, body, files) VALUES(?, ?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM search WHERE rowid = ?')
  return {
    add: (id, { title, tags, body, files }) => void add.run(id, title, tags, body, files),
    replace(id, { title, tags, body, files }) {
      remove.run(id)
      add.run(id, title, tags, body, files)
    },
  }
}
