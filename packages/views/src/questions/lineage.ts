import type { CommonsId, Fields, RecordId } from '@allmende/vocabulary'
import { orderRecords } from '@allmende/rules'
import type { Lineage, VersionParents } from '../contract.ts'
import { MAX_LINEAGE } from '../limits.ts'
import type { GatheredThing } from '../thing-records.ts'
import { createGatherById, createNamedThing } from './gather.ts'
import { given, type QuestionParts } from './parts.ts'

/** Answers `lineage`: the versions of a thing and of all that these came from, thing by thing. */
export function createLineage(parts: QuestionParts): (id: RecordId) => Lineage | null {
  const named = createNamedThing(parts)
  const gather = createGatherById(parts)
  return (id) => {
    const asked = named(id)
    if (asked === null) return null
    const walk = new Walk(parts, gather)
    walk.add(asked)
    return { thing: asked.merged.id, ...walk.toEnd() }
  }
}

/** Goes from a thing to those it came from, each once; liars may write circles. */
class Walk {
  readonly #parts: QuestionParts
  readonly #gather: (id: RecordId) => GatheredThing | null
  readonly #versions: VersionParents[] = []
  /** Versions that are named, in the order of naming. */
  readonly #named = new Set<RecordId>()
  readonly #seen = new Set<RecordId>()
  readonly #nearest = new Map<RecordId, NearestVersions>()

  constructor(parts: QuestionParts, gather: (id: RecordId) => GatheredThing | null) {
    this.#parts = parts
    this.#gather = gather
  }

  add(thing: GatheredThing): NearestVersions {
    const { merged, commons, records } = thing
    const known = this.#nearest.get(merged.id)
    if (known !== undefined) return known
    const nearest = nearestVersions(thing)
    this.#nearest.set(merged.id, nearest)
    const byId = new Map(records.map((record) => [record.id, record]))
    for (const id of merged.versions) {
      const { record, person } = byId.get(id)!
      const outside = namedIn(record.body)
      for (const each of outside) this.#named.add(each)
      this.#seen.add(id)
      this.#versions.push({
        id,
        thing: merged.id,
        commons: this.#parts.names.name(commons) as CommonsId,
        ...given('title', merged.fields['title'] as string | undefined),
        ...given('label', record.body['version'] as string | undefined),
        author: person,
        at: record.clock[0],
        // Those of other things are named as they stand until it is known of which version they are.
        parents: [...nearest.before(id), ...outside],
        here: true,
      })
    }
    return nearest
  }

  toEnd(): Pick<Lineage, 'versions' | 'more'> {
    const versionsOf = new Map<RecordId, RecordId[]>()
    let more = false
    for (const id of this.#named) {
      more = this.#versions.length > MAX_LINEAGE
      if (more) break
      const thing = this.#gather(id)
      const counts = thing?.merged.order.includes(id) === true
      if (thing === null || !counts) this.#notHere(id)
      else versionsOf.set(id, this.add(thing).of(id))
    }
    const versions = this.#versions.map((version) => ({
      ...version,
      parents: [...new Set(version.parents.flatMap((id) => versionsOf.get(id) ?? [id]))].filter(
        (parent) => parent !== version.id,
      ),
    }))
    return { versions, more }
  }

  #notHere(id: RecordId): void {
    if (this.#seen.has(id)) return
    this.#seen.add(id)
    this.#versions.push({ id, parents: [], here: false })
  }
}

function namedIn({ derivedFrom, merges }: Fields): RecordId[] {
  const from = derivedFrom === undefined ? [] : [derivedFrom as RecordId]
  return [...from, ...((merges as RecordId[] | undefined) ?? [])]
}

type NearestVersions = {
  /** The versions directly before a record. */
  before(id: RecordId): RecordId[]
  /** The record itself if it is a version, else those before it. */
  of(id: RecordId): RecordId[]
}

/** For every record of a thing the last versions it came after. */
function nearestVersions({ merged, records }: GatheredThing): NearestVersions {
  const versions = new Set(merged.versions)
  const ofKind = records.filter(({ record }) => record.kind === merged.kind)
  const { order, before } = orderRecords(merged.id, ofKind)
  const nearest: RecordId[][] = []
  for (const list of before) {
    const ids = new Set(list.flatMap((at) => (versions.has(order[at]!.id) ? [order[at]!.id] : nearest[at]!)))
    // The first record stands before all others: it is a parent only where nothing lies between.
    if (ids.size > 1) ids.delete(merged.id)
    nearest.push([...ids])
  }
  const places = new Map(order.map(({ id }, at) => [id, at]))
  const beforeOf = (id: RecordId): RecordId[] => nearest[places.get(id)!] ?? []
  return { before: beforeOf, of: (id) => (versions.has(id) ? [id] : beforeOf(id)) }
}
