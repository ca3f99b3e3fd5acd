import type { Fields, RecordId } from '@allmende/vocabulary'
import type { Design } from '../design-cache.ts'
import type { GatheredThing } from '../thing-records.ts'
import { createNamedThing } from './gather.ts'
import { fieldsAsOf } from './parts-of.ts'
import type { QuestionParts } from './parts.ts'

/** Looks up what a line of a parts list names; null if it isn't here. */
export interface Designs {
  /** As of a record of it, exactly. */
  exact(id: RecordId): Design | null
  /** What a line means by an id: that of a good is the good as it is now, that of a version is the version. */
  named(id: RecordId): Design | null
}

export function createDesigns(parts: QuestionParts): Designs {
  const { cache, places, readLines } = parts
  const gather = createNamedThing(parts)

  function make({ merged, commons }: GatheredThing, fields: Fields): Design {
    const { title } = fields
    return { id: merged.id, title: typeof title === 'string' ? title : '', ...readLines(commons, fields) }
  }

  function asNow(thing: GatheredThing): Design {
    const design = make(thing, thing.merged.fields)
    cache.set(thing.number, design)
    return design
  }

  return {
    exact(id) {
      const thing = gather(id)
      return thing === null ? null : make(thing, fieldsAsOf(thing, id))
    },
    named(id) {
      const number = places.numberOf(id)
      const cached = number === null ? undefined : cache.get(number)
      if (cached !== undefined) return cached
      const thing = number === null ? null : gather(id)
      if (thing === null) return null
      const { heads } = thing.merged
      const now = id === thing.merged.id || (heads.length === 1 && heads[0] === id)
      return now ? asNow(thing) : make(thing, fieldsAsOf(thing, id))
    },
  }
}
