import type { AnyRecord } from '../record.ts'
import { build } from './build.ts'
import { comment } from './comment.ts'
import type { KindDefinition } from './definition.ts'
import { device } from './device.ts'
import { draft } from './draft.ts'
import { epoch } from './epoch.ts'
import { exclude } from './exclude.ts'
import { good } from './good.ts'
import { keeper } from './keeper.ts'
import { node } from './node.ts'
import { outsideUse } from './outside-use.ts'
import { parts } from './parts.ts'
import { profile } from './profile.ts'
import { retraction } from './retraction.ts'
import { retire } from './retire.ts'
import { suggestion } from './suggestion.ts'
import { vouch } from './vouch.ts'

/** Every kind this program knows. */
export const KINDS: readonly KindDefinition[] = [
  device,
  profile,
  vouch,
  good,
  parts,
  build,
  suggestion,
  outsideUse,
  draft,
  comment,
  node,
  retire,
  exclude,
  epoch,
  keeper,
  retraction,
]

/** A Map, not an object: a kind called `constructor` must be unknown. */
const byName: ReadonlyMap<string, KindDefinition> = new Map(KINDS.map((kind) => [kind.kind, kind]))

/** The definition of a record's kind; undefined if the kind is unknown or the record of a newer version of it. */
export function kindOf(record: Pick<AnyRecord, 'kind' | 'v'>): KindDefinition | undefined {
  const kind = byName.get(record.kind)
  return kind && record.v <= kind.version ? kind : undefined
}
