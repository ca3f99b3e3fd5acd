import type { RecordId } from '@allmende/vocabulary'
import { type GatheredThing, thingOf } from '../thing-records.ts'
import type { QuestionParts } from './parts.ts'

/** The thing that a record names or belongs to, whether the record counts or not. */
export function createGatherById({ places, records }: QuestionParts): (id: RecordId) => GatheredThing | null {
  return (id) => {
    const number = places.numberOf(id)
    const record = number === null ? null : records.read(number)
    return record === null ? null : records.gather(places.placeOfId(thingOf(record)))
  }
}

/** The thing, if the id names it: a record that doesn't count is no name for it, since somebody else could give it one. */
export function createNamedThing(parts: QuestionParts): (id: RecordId) => GatheredThing | null {
  const gather = createGatherById(parts)
  return (id) => {
    const thing = gather(id)
    return thing?.merged.order.includes(id) === true ? thing : null
  }
}
