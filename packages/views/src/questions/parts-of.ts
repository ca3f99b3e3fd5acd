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
    return thing === null ? null : parts.readLines(thing.commons, fieldsAsOf(thing, version))
  }
}

/** The fields of a thing as whoever wrote one of its records knew them. */
export function fieldsAsOf({ merged, records }: GatheredThing, version: RecordId): Fields {
  if (records.length === 1) return merged.fields
  const past = asOf(merged.id, records, [version])
  return mergeThing(merged.id, past.records)?.fields ?? merged.fields
}
