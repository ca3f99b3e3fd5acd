import type { Fields, PartLine, Parts, RecordId } from '@allmende/vocabulary'
import type { PartsView } from './contract.ts'
import type { Places } from './places.ts'
import type { ThingRecords } from './thing-records.ts'

/** Reads the whole parts list that the fields of a good hold or name. */
export type ReadLines = (commons: number, fields: Fields) => PartsView

const NONE: PartsView = { lines: [], missing: [] }

/**
 * Joins the lines of a good with those of the records it names in `more`. Records of another commons, or of another
 * kind, are as if they weren't here: who names one learns nothing of it.
 */
export function createReadLines({ places, records }: { places: Places; records: ThingRecords }): ReadLines {
  function read(id: RecordId, commons: number): readonly PartLine[] | null {
    const number = places.numberOf(id)
    const found = number === null ? null : records.read(number)
    if (found === null || found.commons !== commons || found.record.kind !== 'parts') return null
    return found.record.body['lines'] as PartLine[]
  }

  return (commons, fields) => {
    const parts = fields['parts'] as Parts | undefined
    if (parts === undefined) return NONE
    if (parts.more === undefined) return { lines: parts.lines, missing: [] }
    const lines = [...parts.lines]
    const missing: RecordId[] = []
    for (const id of parts.more) {
      const more = read(id, commons)
      if (more === null) missing.push(id)
      else lines.push(...more)
    }
    return { lines, missing }
  }
}
