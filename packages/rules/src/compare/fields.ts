import type { Fields } from '@allmende/vocabulary'
import { sameValue } from '../same-value.ts'
import { OWN_FIELDS } from '../three-way/fields.ts'

/** What two things have otherwise. `before` is null where it wasn't there, `after` where it isn't any more. */
export type FieldDifference = {
  /** With its place: `design.function`. */
  readonly name: string
  readonly before: unknown
  readonly after: unknown
}

/** Records themselves nest no deeper. */
const MAX_DEPTH = 16

/**
 * The fields in which a version differs from an earlier one, by name; maps entry by entry. What belongs to the history of
 * one good (its lineage, who tends it) says nothing of what it is; files and parts are compared by themselves. Rule R56.
 */
export function compareFields(before: Fields, after: Fields): FieldDifference[] {
  const found: FieldDifference[] = []
  const own = (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !OWN_FIELDS.has(name)))
  collect('', own(before), own(after), found, 0)
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function collect(prefix: string, before: Fields, after: Fields, found: FieldDifference[], depth: number) {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [valueOf(before, name), valueOf(after, name)]
    if (sameValue(was, is)) continue
    const path = `${prefix}${name}`
    const maps = [was ?? {}, is ?? {}]
    if (maps.every(isMap) && depth < MAX_DEPTH)
      collect(`${path}.`, maps[0] as Fields, maps[1] as Fields, found, depth + 1)
    else found.push({ name: path, before: was, after: is })
  }
}

/** Of its own: a record may call a field `constructor`. */
function valueOf(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}
