import type { QuestionParts } from './parts.ts'

/** Answers `check`: what is wrong with the file, in words; an empty list if nothing is. */
export function createCheck({ db, names }: QuestionParts): () => string[] {
  return () => [...integrity(), ...search(), ...positions()]

  function integrity(): string[] {
    const rows = db.prepare('PRAGMA integrity_check(20)').all()
    return rows.map((row) => String(row['integrity_check'])).filter((line) => line !== 'ok')
  }

  function search(): string[] {
    try {
      db.exec(`INSERT INTO search(search) VALUES('integrity-check')`)
    } catch (error) {
      return [`the full-text index: ${error instanceof Error ? error.message : String(error)}`]
    }
    const missing = db
      .prepare('SELECT count(*) AS n FROM things WHERE id NOT IN (SELECT id FROM search_docsize)')
      .get()
    return missing?.['n'] === 0 ? [] : [`the full-text index lacks ${String(missing?.['n'])} things`]
  }

  function positions(): string[] {
    const wrong = db
      .prepare(
        `SELECT l.id, l.next, l.blocks, count(b.id) AS held, count(b.id) FILTER (WHERE b.block < l.next) AS before
         FROM logs l LEFT JOIN blocks b ON b.log = l.id GROUP BY l.id HAVING held <> l.blocks OR before <> l.next
         OR EXISTS (SELECT 1 FROM blocks n WHERE n.log = l.id AND n.block = l.next)`,
      )
      .all()
    return wrong.map((row) => {
      const log = names.name(Number(row['id']))
      return `log ${log}: position ${String(row['next'])}, but ${String(row['before'])} blocks before it; ${String(row['held'])} blocks held, ${String(row['blocks'])} counted`
    })
  }
}
