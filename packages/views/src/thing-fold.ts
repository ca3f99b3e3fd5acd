import { type Fields, MAX_CLOCK_AHEAD, type RecordId } from '@allmende/vocabulary'
import type { StatementSync } from 'node:sqlite'
import type { Parts } from './engine.ts'
import type { Incoming } from './fold.ts'
import type { LogRow } from './log-table.ts'
import type { Place } from './places.ts'
import { createSearchIndex, type SearchIndex } from './search-index.ts'
import { searchText } from './search-text.ts'
import type { GatheredThing } from './thing-records.ts'

export function createThings(parts: Parts): ThingFold {
  return new ThingFold(parts, createSearchIndex(parts.db))
}

/**
 * Goods, drafts and comments. A first record is a row at once: most things are never changed. Later records are
 * noted under the place of the thing they name, whether or not it is here yet, and those things are folded again
 * from all their records in `settle`: so the order of arrival can't matter.
 */
export class ThingFold {
  readonly #parts: Parts
  readonly #search: SearchIndex
  readonly #insert: StatementSync
  readonly #update: StatementSync
  readonly #noteChange: StatementSync
  readonly #noteComment: StatementSync
  readonly #changesTo: StatementSync
  /** Things to be folded again, by their place as a text. */
  readonly #changed = new Map<string, Place>()

  constructor(parts: Parts, search: SearchIndex) {
    const { db } = parts
    this.#parts = parts
    this.#search = search
    this.#insert = db.prepare('INSERT INTO things VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)')
    this.#update = db.prepare(
      'UPDATE things SET listed = ?, changed = ?, title = ?, licence = ?, diverged = ?, ignored = ? WHERE id = ?',
    )
    this.#noteChange = db.prepare('INSERT INTO changes VALUES(?, ?, ?, ?)')
    this.#noteComment = db.prepare('INSERT INTO comments VALUES(?, ?, ?, ?)')
    this.#changesTo = db.prepare('SELECT DISTINCT idx FROM changes WHERE log = ? AND block = ?')
  }

  /** A record that makes a thing. */
  first({ number, log, kind, record, now }: Incoming): void {
    const { body } = record
    const at = record.clock[0]
    const [title, licence] = titleAndLicence(body)
    this.#insert.run(number, log.commons, kind, listedAt(at, now), log.person, at, at, title, licence)
    this.#search.add(number, searchText(record.kind, body))
    if (record.kind === 'comment') {
      const about = this.#parts.places.placeOfId(body['about'] as RecordId)
      this.#noteComment.run(about.log, about.block, about.index, number)
    }
    this.#parts.effects.changed(log.commons, kind, number)
  }

  /** A record that changes the thing `of`. */
  change({ number }: Incoming, of: RecordId): void {
    const place = this.#parts.places.placeOfId(of)
    this.#noteChange.run(place.log, place.block, place.index, number)
    this.#again(place)
  }

  /** A block came: things in it may have been changed by records that came before. */
  arrived(log: LogRow, block: number): void {
    for (const row of this.#changesTo.all(log.id, block)) {
      this.#again({ log: log.id, block, index: Number(row['idx']) })
    }
  }

  settle(now: number): void {
    for (const place of this.#changed.values()) {
      const thing = this.#parts.records.gather(place)
      if (thing !== null) this.#foldAgain(thing, now)
    }
    this.#changed.clear()
  }

  reset(): void {
    this.#changed.clear()
  }

  #again(place: Place): void {
    this.#changed.set(`${place.log}.${place.block}.${place.index}`, place)
  }

  #foldAgain(thing: GatheredThing, now: number): void {
    const { number, commons, merged, ignored } = thing
    const at = changedAt(thing)
    const diverged = merged.diverged.length > 0 ? 1 : null
    const { changes } = this.#update.run(
      listedAt(at, now),
      at,
      ...titleAndLicence(merged.fields),
      diverged,
      ignored || null,
      number,
    )
    // When all is folded again, a first record may be here whose turn hasn't come: `arrived` brings it back.
    if (changes === 0) return
    this.#search.replace(number, searchText(merged.kind, merged.fields))
    this.#parts.effects.changed(commons, this.#parts.names.number(merged.kind), number)
  }
}

/** The latest time that the records that count say. */
function changedAt({ merged, records }: GatheredThing): number {
  const counted = new Set(merged.order)
  return records.reduce((at, { id, record }) => (counted.has(id) ? Math.max(at, record.clock[0]) : at), 0)
}

/** A date in the future would stand on top of every list for years: for listing it counts as now. */
function listedAt(at: number, now: number): number {
  return Math.min(at, now + MAX_CLOCK_AHEAD)
}

function titleAndLicence({ title, licence }: Fields): [string | null, string | null] {
  return [typeof title === 'string' ? title : null, typeof licence === 'string' ? licence : null]
}
