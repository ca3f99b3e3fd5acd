import type { DatabaseSync } from 'node:sqlite'

/** Words kept with what the index makes of them. */
const MOST = 1_000
const PLAIN = /^[A-Za-z0-9]+$/u

/** What the index makes of a word: its letters without accents and case, in one piece or in several. */
export function createTokens(db: DatabaseSync, tokenizer: string): (word: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()

  /** Asked of FTS5 itself: which letters have accents, and what is a letter at all, goes by its own tables. */
  function ask(word: string): string[] {
    db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.token USING fts5(text, tokenize='${tokenizer}')`)
    db.exec('CREATE VIRTUAL TABLE IF NOT EXISTS temp.token_terms USING fts5vocab(temp, token, instance)')
    db.exec('DELETE FROM temp.token')
    db.prepare('INSERT INTO temp.token VALUES(?)').run(word)
    return db
      .prepare('SELECT term FROM temp.token_terms ORDER BY "offset"')
      .all()
      .map(({ term }) => String(term))
  }

  return (word) => {
    if (PLAIN.test(word)) return [word.toLowerCase()]
    let tokens = known.get(word)
    if (tokens === undefined) {
      if (known.size >= MOST) known.clear()
      known.set(word, (tokens = ask(word)))
    }
    return tokens
  }
}
