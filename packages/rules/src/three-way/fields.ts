import { type Fields, MAX_DESCRIPTION, MAX_MENTIONS, MAX_TAGS } from '@allmende/vocabulary'
import { type SideNames, mergeText } from './text.ts'
import { type Three, choose, mergeSets } from './value.ts'

/** A field, or a field in a field, to which both sides gave another value. The merged fields have ours, or both in a text. */
export type FieldConflict = { field: string; base: unknown; ours: unknown; theirs: unknown }

export type MergedFields = {
  /** All fields of both sides but those of one good alone (`OWN_FIELDS`) and what is merged by itself. Has no prototype. */
  fields: Fields
  conflicts: FieldConflict[]
}

/** What belongs to one good and its history, and isn't carried over to another one; files and parts are merged by themselves. */
export const OWN_FIELDS: ReadonlySet<string> = new Set([
  'files',
  'parts',
  'version',
  'derivedFrom',
  'derivation',
  'origin',
  'merges',
  'settles',
  'maintainers',
])

/** Texts of many lines, and the most characters each may have. */
const TEXTS: ReadonlyMap<string, number> = new Map([
  ['description', MAX_DESCRIPTION],
  ['design.function', 10_000],
  ['design.safety', 10_000],
])

/** Lists to which both sides may add, and the most entries each may have. */
const SETS: ReadonlyMap<string, number> = new Map([
  ['tags', MAX_TAGS],
  ...[
    'licences',
    'roles',
    'credits',
    'funding',
    'design.tools',
    'design.technologies',
    'design.standards',
  ].map((field) => [field, MAX_MENTIONS] as const),
])

/** Maps are merged entry by entry so deep; records themselves nest no deeper. */
const MAX_DEPTH = 16

/**
 * Merges the fields of two goods that come from one: of a good and its fork, say. What one side only changed is taken,
 * maps are merged entry by entry, lists whose order says nothing as sets, long texts line by line. Where both changed
 * the same, ours stays (in a text both do) and a person is to choose.
 */
export function mergeFields(
  base: Fields,
  ours: Fields,
  theirs: Fields,
  names: SideNames = { ours: 'ours', theirs: 'theirs' },
): MergedFields {
  const conflicts: FieldConflict[] = []
  const merge: Merge = { names, conflicts }
  const own = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !OWN_FIELDS.has(name)))
  const fields = mergeMaps('', { base: own(base), ours: own(ours), theirs: own(theirs) }, merge, 0)
  return { fields: Object.assign(Object.create(null) as Fields, fields), conflicts }
}

type Merge = { names: SideNames; conflicts: FieldConflict[] }

function mergeMaps(path: string, three: Three, merge: Merge, depth: number): Fields {
  const [base, ours, theirs] = [three.base ?? {}, three.ours ?? {}, three.theirs ?? {}] as [
    Fields,
    Fields,
    Fields,
  ]
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
  const entries = names.map((name): [string, unknown] => {
    const inner = { base: own(base, name), ours: own(ours, name), theirs: own(theirs, name) }
    return [name, mergeValue(path === '' ? name : `${path}.${name}`, inner, merge, depth + 1)]
  })
  // Names come from strangers: an entry called `__proto__` becomes an entry, and nothing else.
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

function mergeValue(path: string, three: Three, merge: Merge, depth: number): unknown {
  const choice = choose(three)
  if (choice !== 'conflict') return choice.value
  const { base, ours, theirs } = three
  if (depth < MAX_DEPTH && isMap(ours) && isMap(theirs) && (base === undefined || isMap(base)))
    return mergeMaps(path, three, merge, depth)
  const most = SETS.get(path)
  if (most !== undefined && Array.isArray(ours) && Array.isArray(theirs)) {
    const set = mergeSets(Array.isArray(base) ? base : [], ours, theirs)
    if (set.length <= most) return set
  }
  merge.conflicts.push({ field: path, ...three })
  return asText(path, three, merge) ?? ours ?? theirs
}

/** A text of both sides; one without conflict takes back that there is one. */
function asText(path: string, { base, ours, theirs }: Three, merge: Merge): string | null {
  const most = TEXTS.get(path)
  if (most === undefined || typeof ours !== 'string' || typeof theirs !== 'string') return null
  const { text, conflicts } = mergeText(typeof base === 'string' ? base : '', ours, theirs, merge.names)
  if (text.length > most) return null
  if (conflicts === 0) merge.conflicts.pop()
  return text
}

function isMap(value: unknown): value is Fields {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  )
}
