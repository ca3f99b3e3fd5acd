import { kindOf } from '@allmende/vocabulary'
import type { Parts } from './engine.ts'
import type { Incoming } from './fold.ts'

export interface StatementFold {
  statement(incoming: Incoming): void
}

/** What is said about people, devices and nodes: one row each. What it comes to is for `rules` to say. */
export function createStatements({ db, effects }: Parts): StatementFold {
  const insert = db.prepare('INSERT INTO statements VALUES(?, ?, ?, ?)')
  return {
    statement({ number, log, kind, record }) {
      if (!kindOf(record)?.statement) return
      insert.run(log.commons, kind, number, log.id)
      effects.changed(log.commons, kind)
    },
  }
}
