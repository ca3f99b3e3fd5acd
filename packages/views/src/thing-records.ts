import { decodeRecord, type PersonId, type RecordId, validate } from '@allmende/vocabulary'
import { type MergedThing, mergeThing, type PlacedRecord } from '@allmende/rules'
import type { DatabaseSync } from 'node:sqlite'
import type { LogTable } from './log-table.ts'
import type { Names } from './names.ts'
import type { Place, Places } from './places.ts'

/** A record with the commons of its log. */
export type ReadRecord = PlacedRecord & { number: number; commons: number }

/** A thing as all of its records here say it is. */
export type GatheredThing = {
  /** Number of the thing: of its first record. */
  number: number
  commons: number
  merged: MergedThing
  /** All records that name it, those that don't count among them. */
  records: ReadRecord[]
  /** How many claim to change it and may not. */
  ignored: number
}

/** Reads the records of a thing out of the kept blocks. */
export interface ThingRecords {
  /** Null when the first record isn't here, can't be read, or makes no thing. */
  gather(place: Place): GatheredThing | null
  /** One record, decoded; null when it isn't here, is of an unknown kind, or is refused. */
  read(number: number): ReadRecord | null
}

export type ThingRecordsParts = { db: DatabaseSync; names: Names; places: Places; logs: LogTable }

/** Kinds whose records make things that later records may change. */
export const THING_KINDS: ReadonlySet<string> = new Set([
  'good',
  'draft',
  'comment',
  'build',
  'suggestion',
  'outside-use',
])

export function createThingRecords({ db, names, places, logs }: ThingRecordsParts): ThingRecords {
  const changes = db.prepare('SELECT record FROM changes WHERE log = ? AND block = ? AND idx = ?')

  function read(number: number): ReadRecord | null {
    const place = places.placeOf(number)
    const bytes = place === null ? null : places.bytesOf(number)
    if (place === null || bytes === null) return null
    const record = decodeValid(bytes)
    if (record === null) return null
    const log = logs.get(place.log)
    const person = names.name(log.person) as PersonId
    return { id: places.idOf(number), person, commons: log.commons, number, record }
  }

  /** Records of another commons don't count: who is in one has no say in the other. */
  function changesTo(place: Place, commons: number): ReadRecord[] {
    return changes
      .all(place.log, place.block, place.index)
      .map((row) => read(Number(row['record'])))
      .filter((record) => record?.commons === commons) as ReadRecord[]
  }

  return {
    read,
    gather(place) {
      const number = places.numberAt(place)
      const first = number === null ? null : read(number)
      if (number === null || first === null || !THING_KINDS.has(first.record.kind)) return null
      const records = [first, ...changesTo(place, first.commons)]
      const merged = mergeThing(first.id, records)
      if (merged === null) return null
      return {
        number,
        commons: first.commons,
        merged,
        records,
        ignored: records.length - merged.order.length,
      }
    },
  }
}

/** The thing a record belongs to: itself, or the one it names. */
export function thingOf({ id, record }: PlacedRecord): RecordId {
  return record.of ?? id
}

function decodeValid(bytes: Uint8Array) {
  try {
    const { record, known } = decodeRecord(bytes)
    return known && validate(record).length === 0 ? record : null
  } catch {
    // It was refused when it came, and stands in `refused` with its code.
    return null
  }
}
