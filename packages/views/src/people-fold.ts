import { orderRecords } from '@allmende/rules'
import type { Fields, RecordId } from '@allmende/vocabulary'
import type { Parts } from './engine.ts'
import type { Incoming } from './fold.ts'

export interface PeopleFold {
  profile(incoming: Incoming): void
  settle(): void
  reset(): void
}

/** The thing is the person: no record of theirs stands before all others by being the first. */
const NO_THING = '' as RecordId

/**
 * Profiles. The thing is the person, so a profile counts for the person who wrote it and for nobody else,
 * whatever it says; of several, the last one in an order that every node computes alike.
 */
export function createPeople({ db, records, effects }: Parts): PeopleFold {
  /** Commons and person of those with a new profile, by a key of both. */
  const waiting = new Map<string, { commons: number; person: number }>()
  const note = db.prepare('INSERT INTO profiles VALUES(?, ?, ?)')
  const all = db.prepare('SELECT record FROM profiles WHERE commons = ? AND person = ?')
  const put = db.prepare('INSERT OR REPLACE INTO people VALUES(?, ?, ?, ?)')

  function last(commons: number, person: number): Fields | null {
    const profiles = all.all(commons, person).flatMap((row) => records.read(Number(row['record'])) ?? [])
    return orderRecords(NO_THING, profiles).order.at(-1)?.record.body ?? null
  }

  return {
    profile({ number, log, kind }: Incoming): void {
      note.run(log.commons, log.person, number)
      waiting.set(`${log.commons} ${log.person}`, { commons: log.commons, person: log.person })
      effects.changed(log.commons, kind)
    },
    settle(): void {
      for (const { commons, person } of waiting.values()) {
        const profile = last(commons, person)
        if (profile === null) continue
        const { name, about } = profile
        put.run(commons, person, textOrNull(name), textOrNull(about))
      }
      waiting.clear()
    },
    reset: () => waiting.clear(),
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
