import type { Parts } from './engine.ts'
import type { Incoming } from './fold.ts'

export interface VouchFold {
  vouch(incoming: Incoming): void
}

/** Vouches are kept one row each; what they are worth is for `rules` to say. */
export function createVouches({ db, effects }: Parts): VouchFold {
  const insert = db.prepare('INSERT INTO vouches VALUES(?, ?, ?, ?)')
  return {
    vouch({ number, log, kind, record }) {
      insert.run(log.commons, String(record.body['person']), number, log.person)
      effects.changed(log.commons, kind)
    },
  }
}
