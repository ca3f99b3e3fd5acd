import type { RecordId } from '@allmende/vocabulary'
import { type Closure, closure, explodeParts, type KnownGood } from '@allmende/rules'
import type { ExplosionView } from '../contract.ts'
import type { Design } from '../design-cache.ts'
import { thingOf } from '../thing-records.ts'
import { createDesigns, type Designs } from './designs.ts'
import type { QuestionParts } from './parts.ts'

/** Answers `explode`: a parts list followed through its sub-assemblies. */
export function createExplode(parts: QuestionParts): (version: RecordId) => ExplosionView {
  const designs = createDesigns(parts)
  return (version) => {
    const missing = new Set<RecordId>()
    const lookup = rooted(designs, version, (design) => {
      for (const id of design.missing) missing.add(id)
    })
    return { ...explodeParts(version, lookup), missing: [...missing] }
  }
}

/** Answers `closure`: which means of production a design needs, all the way down. */
export function createClosure(parts: QuestionParts): (version: RecordId) => Closure {
  const designs = createDesigns(parts)
  const equipment = createEquipment(parts)
  return (version) => closure(version, { good: rooted(designs, version, () => undefined), equipment })
}

/** The root is the very version that was asked for; all else is as the lines name it. */
function rooted(designs: Designs, root: RecordId, met: (design: Design) => void) {
  let asked = false
  return (id: RecordId): (Design & KnownGood) | null => {
    const design = id === root && !asked ? designs.exact(id) : designs.named(id)
    asked = true
    if (design !== null) met(design)
    return design
  }
}

/** What a line calls its equipment: a design may be named as such; of other things only the name is known yet. */
function createEquipment({ places, records }: QuestionParts) {
  return (id: RecordId): { name: string; good?: RecordId } | null => {
    const number = places.numberOf(id)
    const record = number === null ? null : records.read(number)
    const thing = record === null ? null : records.gather(places.placeOfId(thingOf(record)))
    const { kind, fields } = thing?.merged ?? {}
    const name = fields?.['title']
    if (typeof name !== 'string') return null
    return kind === 'good' ? { name, good: id } : { name }
  }
}
