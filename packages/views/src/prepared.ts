import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** Gives the statement of a text. */
export type Prepared = (sql: string) => StatementSync

/** Statements by their text: there are few forms of a query, and preparing costs as much as a small search. */
export function createPrepared(db: DatabaseSync): Prepared {
  const statements = new Map<string, StatementSync>()
  return (sql) => {
    const statement = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
}
