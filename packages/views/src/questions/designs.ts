import type { Fields, GoodType, RecordId } from '@allmende/vocabulary'
import { checkLicence } from '@allmende/rules'
import type { Design } from '../design-cache.ts'
import type { GatheredThing } from '../thing-records.ts'
import { createNamedThing } from './gather.ts'
import { asOfRecord } from './parts-of.ts'
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

  function make({ merged, commons }: GatheredThing, state: { version: RecordId; fields: Fields }): Design {
    const { title, licence, type, design } = state.fields
    const { tools } = (design ?? {}) as { tools?: string[] }
    return {
      version: state.version,
      title: typeof title === 'string' ? title : '',
      ...readLines(commons, state.fields),
      // A draft or a comment has no licence, and is no design of anything.
      free: merged.kind === 'good' && checkLicence(licence as string, type as GoodType).ok,
      ...(tools === undefined ? {} : { tools }),
    }
  }

  function asNow(thing: GatheredThing): Design {
    const { versions, fields } = thing.merged
    const design = make(thing, { version: versions.at(-1)!, fields })
    cache.set(thing.number, design)
    return design
  }

  return {
    exact(id) {
      const thing = gather(id)
      return thing === null ? null : make(thing, asOfRecord(thing, id))
    },
    named(id) {
      const number = places.numberOf(id)
      const cached = number === null ? undefined : cache.get(number)
      if (cached !== undefined) return cached
      const thing = number === null ? null : gather(id)
      if (thing === null) return null
      return id === thing.merged.id ? asNow(thing) : make(thing, asOfRecord(thing, id))
    },
  }
}
