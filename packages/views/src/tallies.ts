import type { DatabaseSync } from 'node:sqlite'

export type Tally = { records: number; things: number; unknown: number; refused: number }

/** Counts by commons and kind: gathered in memory, added to the rows before each commit. */
export interface Tallies {
  of(commons: number, kind: number): Tally
  flush(): void
  reset(): void
}

export function createTallies(db: DatabaseSync): Tallies {
  const gathered = new Map<number, Map<number, Tally>>()
  const add = db.prepare(
    `INSERT INTO tallies VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET records = records + excluded.records,
     things = things + excluded.things, unknown = unknown + excluded.unknown, refused = refused + excluded.refused`,
  )
  return {
    of(commons, kind) {
      let kinds = gathered.get(commons)
      if (kinds === undefined) gathered.set(commons, (kinds = new Map()))
      let tally = kinds.get(kind)
      if (tally === undefined) kinds.set(kind, (tally = { records: 0, things: 0, unknown: 0, refused: 0 }))
      return tally
    },
    flush() {
      for (const [commons, kinds] of gathered) {
        for (const [kind, tally] of kinds) {
          add.run(commons, kind, tally.records, tally.things, tally.unknown, tally.refused)
        }
      }
      gathered.clear()
    },
    reset: () => gathered.clear(),
  }
}
