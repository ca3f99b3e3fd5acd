import type { Fields, RecordId } from '@allmende/vocabulary'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { createNamers, ROLE } from './links.ts'
import type { Place, Places } from './places.ts'
import { plainText } from './plain-text.ts'

/** What the builds of a good say together. */
export type BuildSums = {
  works: number
  /** Builds by people who don't tend the good, and which work at least partly. */
  others: number
  /** When the last that works was listed; 0 for none. */
  lastBuilt: number
}

/** Builds: what came out, where, and of which good, once that is here. */
export class Builds {
  readonly #places: Places
  readonly #namers: (role: (typeof ROLE)['build'], place: Place) => number[]
  readonly #put: StatementSync
  readonly #has: StatementSync
  readonly #free: StatementSync
  readonly #claim: StatementSync
  readonly #ofGood: StatementSync

  constructor(db: DatabaseSync, places: Places) {
    this.#places = places
    this.#namers = createNamers(db)
    this.#put = db.prepare(
      `INSERT INTO builds VALUES(?, ?, ?, NULL)
       ON CONFLICT DO UPDATE SET outcome = excluded.outcome, place = excluded.place, good = NULL`,
    )
    this.#has = db.prepare('SELECT 1 FROM builds LIMIT 1')
    this.#free = db.prepare('UPDATE builds SET good = NULL WHERE good = ?')
    // Who is in one commons has no say in another.
    this.#claim = db.prepare(
      'UPDATE builds SET good = ?1 WHERE id = ?2 AND (SELECT commons FROM things WHERE id = ?2) = ?3',
    )
    this.#ofGood = db.prepare(
      `SELECT b.outcome, t.person, t.listed FROM builds b CROSS JOIN things t ON t.id = b.id WHERE b.good = ?`,
    )
  }

  /** Writes a build, new or changed. Its good has to be folded again after that: it claims its builds. */
  put(number: number, { outcome, place }: Fields): void {
    this.#put.run(number, String(outcome), typeof place === 'string' ? plainText(place) : null)
  }

  /** Takes the builds of any of a good's records that count to be of this good, and adds them up. */
  claim(good: number, commons: number, ids: readonly RecordId[], tenders: ReadonlySet<number>): BuildSums {
    const sums: BuildSums = { works: 0, others: 0, lastBuilt: 0 }
    if (this.#has.get() === undefined) return sums
    this.#free.run(good)
    for (const id of ids) {
      for (const build of this.#namers(ROLE.build, this.#places.placeOfId(id))) {
        this.#claim.run(good, build, commons)
      }
    }
    for (const { outcome, person, listed } of this.#ofGood.all(good)) {
      if (outcome !== 'failed' && !tenders.has(Number(person))) sums.others++
      if (outcome !== 'works') continue
      sums.works++
      sums.lastBuilt = Math.max(sums.lastBuilt, Number(listed))
    }
    return sums
  }
}
