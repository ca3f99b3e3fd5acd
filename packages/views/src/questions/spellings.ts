import { MAX_CACHED_SPELLINGS, MAX_NEAR_TERMS } from '../limits.ts'
import type { QuestionParts } from './parts.ts'

/** A word of the index, letter by letter, and in how many things it stands. */
export type Spelling = { term: string; letters: string[]; docs: number }

/**
 * Reads the words of the index that have a beginning. FTS5 counts the things of each word by reading all its places,
 * which takes some 10 ms: so they are remembered until anything is written.
 */
export function createSpellings({ db }: QuestionParts): (beginning: string) => readonly Spelling[] {
  const written = db.prepare('SELECT total_changes() AS n')
  const known = new Map<string, Spelling[]>()
  let [since, count]: [unknown, number] = [null, 0]

  function read(beginning: string): Spelling[] {
    db.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.spellings USING fts5vocab(main, search, row)')
    const rows = db
      .prepare('SELECT term, doc FROM temp.spellings WHERE term >= ? AND term < ? LIMIT ?')
      .all(beginning, `${beginning}\u{10FFFF}`, MAX_NEAR_TERMS)
    return rows.map((row) => {
      const term = String(row['term'])
      return { term, letters: Array.from(term), docs: Number(row['doc']) }
    })
  }

  return (beginning) => {
    const now = written.get()?.['n']
    if (now !== since || count > MAX_CACHED_SPELLINGS) {
      known.clear()
      ;[since, count] = [now, 0]
    }
    let found = known.get(beginning)
    if (found === undefined) {
      known.set(beginning, (found = read(beginning)))
      count += found.length
    }
    return found
  }
}
