import type { DatabaseSync } from 'node:sqlite'
import {
  decodeBlock,
  MAX_RECORDS_IN_BLOCK,
  placeOf,
  recordId,
  type LogKey,
  type RecordId,
} from '@allmende/vocabulary'
import type { Names } from './names.ts'

/** Where a record stands, with its log as a number. */
export type Place = { log: number; block: number; index: number }

/** Finds records by number or id; the bytes come out of the kept blocks. */
export interface Places {
  /** The number of the record at a place, or null if its block isn't here. */
  numberAt(place: Place): number | null
  /** The number of a record by its id, or null if it isn't here. */
  numberOf(id: RecordId): number | null
  placeOf(number: number): Place | null
  idOf(number: number): RecordId
  bytesOf(number: number): Uint8Array | null
  /** The place an id names, with a number for its log even if that log isn't here yet. */
  placeOfId(id: RecordId): Place
  /** Forgets the block it remembers, after a rollback: its number is free again. */
  reset(): void
}

export function createPlaces(db: DatabaseSync, names: Names): Places {
  const byPlace = db.prepare('SELECT id FROM blocks WHERE log = ? AND block = ?')
  const byId = db.prepare('SELECT log, block FROM blocks WHERE id = ?')
  const bytesById = db.prepare('SELECT bytes FROM blocks WHERE id = ?')

  let last: { block: number; records: Uint8Array[] } = { block: -1, records: [] }
  let lastPlace: { id: number; log: number; block: number } = NOWHERE

  function numberAt(place: Place): number | null {
    const row = byPlace.get(place.log, place.block)
    return row === undefined ? null : recordNumber(Number(row['id']), place.index)
  }

  function place(number: number): Place | null {
    // Of one record it is asked several times on end.
    const id = blockOf(number)
    if (id !== lastPlace.id) {
      const row = byId.get(id)
      if (row === undefined) return null
      lastPlace = { id, log: Number(row['log']), block: Number(row['block']) }
    }
    return { log: lastPlace.log, block: lastPlace.block, index: indexOf(number) }
  }

  /** The records of a block. The last one is remembered: what is asked for together often stands together. */
  function recordsOf(block: number): Uint8Array[] {
    if (last.block === block) return last.records
    const row = bytesById.get(block)
    if (row === undefined) return []
    last = { block, records: decodeBlock(row['bytes'] as Uint8Array) }
    return last.records
  }

  return {
    numberAt,
    placeOf: place,
    numberOf(id) {
      const { log, block, index } = placeOf(id)
      const known = names.known(log)
      return known === null ? null : numberAt({ log: known, block, index })
    },
    placeOfId(id) {
      const { log, block, index } = placeOf(id)
      return { log: names.number(log), block, index }
    },
    idOf(number) {
      const found = place(number)
      if (found === null) throw new Error(`record ${number} has no block`)
      return recordId(names.name(found.log) as LogKey, found.block, found.index)
    },
    bytesOf: (number) => recordsOf(blockOf(number))[indexOf(number)] ?? null,
    reset() {
      last = { block: -1, records: [] }
      lastPlace = NOWHERE
    },
  }
}

const NOWHERE = { id: -1, log: -1, block: -1 }

/** Numbers of records ascend with their arrival: rows are added at the end of a table, which is the cheapest place. */
export function recordNumber(block: number, index: number): number {
  return block * MAX_RECORDS_IN_BLOCK + index
}

function blockOf(number: number): number {
  return Math.floor(number / MAX_RECORDS_IN_BLOCK)
}

function indexOf(number: number): number {
  return number % MAX_RECORDS_IN_BLOCK
}
