import type { Fields, RecordId } from '@allmende/vocabulary'
import { asOf, mergeThing } from '@allmende/rules'
import type { PartsView } from '../contract.ts'
import type { GatheredThing } from '../thing-records.ts'
import { createNamedThing } from './gather.ts'
import type { QuestionParts } from './parts.ts'

/** Answers `parts`: the list as it stood when a version was written. */
export function createPartsOf(parts: QuestionParts): (version: RecordId) => PartsView | null {
  const named = createNamedThing(parts)
  return (version) => {
    const thing = named(version)
    return thing === null ? null : parts.readLines(thing.commons, asOfRecord(thing, version).fields)
  }
}

/** A thing as whoever wrote one of its records knew it, with the version that this is a state of. */
export function asOfRecord(
  { merged, records }: GatheredThing,
  id: RecordId,
): { version: RecordId; fields: Fields } {
  const { fields, versions } =
    records.length === 1 ? merged : (mergeThing(merged.id, asOf(merged.id, records, [id]).records) ?? merged)
  return { version: versions.includes(id) ? id : versions.at(-1)!, fields }
}
