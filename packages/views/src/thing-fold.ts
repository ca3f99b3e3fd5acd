import { type Fields, MAX_CLOCK_AHEAD, type Parts as PartsList, type RecordId } from '@allmende/vocabulary'
import type { StatementSync } from 'node:sqlite'
import { Builds } from './build-fold.ts'
import type { Parts } from './engine.ts'
import type { Incoming } from './fold.ts'
import { Goods, NO_GOOD } from './good-fold.ts'
import { Links, ROLE } from './links.ts'
import type { LogRow } from './log-table.ts'
import type { Place } from './places.ts'
import { createSearchIndex, type SearchIndex } from './search-index.ts'
import { searchText } from './search-text.ts'
import { type GatheredThing, thingOf } from './thing-records.ts'

export function createThings(parts: Parts): ThingFold {
  const builds = new Builds(parts.db, parts.places)
  return new ThingFold(parts, {
    search: createSearchIndex(parts.db),
    links: new Links(parts),
    builds,
    goods: new Goods(parts, builds),
  })
}

type Writers = { search: SearchIndex; links: Links; builds: Builds; goods: Goods }

/**
 * Goods, drafts, comments and what is like them. A first record is a row at once: most things are never changed.
 * Later records are noted under the place of the thing they name, whether or not it is here yet, and those things are
 * folded again from all their records in `settle`: so the order of arrival can't matter.
 */
export class ThingFold {
  readonly #parts: Parts
  readonly #to: Writers
  readonly #insert: StatementSync
  readonly #update: StatementSync
  readonly #noteChange: StatementSync
  readonly #changesTo: StatementSync
  /** Links on account of which something has to be folded again when what they name comes. */
  readonly #calling: StatementSync
  /** Things to be folded again, by their place as a text. */
  readonly #changed = new Map<string, Place>()

  constructor(parts: Parts, writers: Writers) {
    const { db } = parts
    this.#parts = parts
    this.#to = writers
    this.#insert = db.prepare(
      'INSERT INTO things VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, NULL, NULL, ?)',
    )
    this.#update = db.prepare(
      'UPDATE things SET listed = ?, changed = ?, title = ?, licence = ?, diverged = ?, ignored = ? WHERE id = ?',
    )
    this.#noteChange = db.prepare('INSERT INTO changes VALUES(?, ?, ?, ?)')
    this.#changesTo = db.prepare('SELECT DISTINCT idx FROM changes WHERE log = ? AND block = ?')
    this.#calling = db.prepare(
      `SELECT role, idx, thing FROM links WHERE role IN (${ROLE.build}, ${ROLE.more}) AND log = ? AND block = ?`,
    )
  }

  /** A record that makes a thing. */
  first({ number, log, kind, record, now }: Incoming): void {
    const { body } = record
    const { search, links, goods } = this.#to
    const at = record.clock[0]
    const [title, licence] = titleAndLicence(body)
    const listed = listedAt(at, now)
    const columns = record.kind === 'good' ? goods.first(number, body, listed) : NO_GOOD
    this.#insert.run(number, log.commons, kind, listed, log.person, at, at, title, licence, ...columns)
    search.add(number, searchText(record.kind, body))
    links.add(number, record.kind, body)
    if (record.kind === 'build') this.#build(number, body)
    if (record.kind === 'good' && (body['parts'] as PartsList | undefined)?.more !== undefined) {
      this.#againNumber(number)
    }
    this.#parts.effects.changed(log.commons, kind, number)
  }

  /** A record that changes the thing `of`. */
  change({ number }: Incoming, of: RecordId): void {
    const place = this.#parts.places.placeOfId(of)
    this.#noteChange.run(place.log, place.block, place.index, number)
    this.#again(place)
  }

  /** A block came: what is in it may have been changed, built or named by records that came before. */
  arrived(log: LogRow, block: number): void {
    for (const row of this.#changesTo.all(log.id, block)) {
      this.#again({ log: log.id, block, index: Number(row['idx']) })
    }
    for (const { role, idx, thing } of this.#calling.all(log.id, block)) {
      if (role === ROLE.more) this.#againNumber(Number(thing))
      else this.#againThingAt({ log: log.id, block, index: Number(idx) })
    }
  }

  settle(now: number): void {
    // What is folded may call for others, or for one that had its turn: the map is emptied from its beginning.
    for (const [key, place] of this.#changed) {
      this.#changed.delete(key)
      const thing = this.#parts.records.gather(place)
      if (thing !== null) this.#foldAgain(thing, now)
    }
  }

  reset(): void {
    this.#changed.clear()
  }

  #build(number: number, body: Fields): void {
    this.#to.builds.put(number, body)
    this.#againThingAt(this.#parts.places.placeOfId(body['about'] as RecordId))
  }

  #again(place: Place): void {
    this.#changed.set(`${place.log}.${place.block}.${place.index}`, place)
  }

  #againNumber(number: number): void {
    const place = this.#parts.places.placeOf(number)
    if (place !== null) this.#again(place)
  }

  /** The thing that the record at a place belongs to, if that is here; else `arrived` has it when it comes. */
  #againThingAt(place: Place): void {
    const { places, records } = this.#parts
    const number = places.numberAt(place)
    const record = number === null ? null : records.read(number)
    if (record !== null) this.#again(places.placeOfId(thingOf(record)))
  }

  #foldAgain(thing: GatheredThing, now: number): void {
    const { number, commons, merged, ignored } = thing
    this.#parts.cache.drop(number)
    this.#parts.columns.changed(number)
    const at = changedAt(thing)
    const listed = listedAt(at, now)
    const diverged = merged.diverged.length > 0 ? 1 : null
    const { changes } = this.#update.run(
      listed,
      at,
      ...titleAndLicence(merged.fields),
      diverged,
      ignored || null,
      number,
    )
    // When all is folded again, a first record may be here whose turn hasn't come: `arrived` brings it back.
    if (changes === 0) return
    this.#to.search.replace(number, searchText(merged.kind, merged.fields))
    this.#to.links.replace(thing)
    if (merged.kind === 'good') this.#to.goods.again(thing, listed)
    if (merged.kind === 'build') this.#buildAgain(thing)
    this.#parts.effects.changed(commons, this.#parts.names.number(merged.kind), number)
  }

  /** A build may have been of another good before: that one has to be counted again too. */
  #buildAgain({ number, merged, records }: GatheredThing): void {
    this.#to.builds.put(number, merged.fields)
    const { places } = this.#parts
    for (const { record } of records) {
      const about = record.body['about'] as RecordId | undefined
      if (about !== undefined) this.#againThingAt(places.placeOfId(about))
    }
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
