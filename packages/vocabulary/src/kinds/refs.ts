import type { Fields } from '../record.ts'
import { recordIdToCompact, recordIdToText } from './fields.ts'

/** What turns a record id of one form into the other; anything else it leaves as it is. */
type Turn = (value: unknown) => unknown

/**
 * Where the record ids of a body are: a field's name, a field that is a list (`merges[]`), or one inside the maps of a
 * list (`parts.lines[].good`).
 */
export function unpackRefs(body: Fields, paths: readonly string[]): void {
  for (const path of paths) turnIn(body, path.split('.'), recordIdToText)
}

/** The reverse, into a new body; the given one stays as it is. */
export function packRefs(body: Fields, paths: readonly string[]): Fields {
  return paths.reduce<Fields>((packed, path) => turned(packed, path.split('.')) as Fields, body)
}

/** Changes freshly decoded values in place: thousands of records a second come through here. */
function turnIn(value: unknown, [step, ...rest]: readonly string[], turn: Turn): void {
  if (step === undefined || typeof value !== 'object' || value === null) return
  const isList = step.endsWith('[]')
  const name = isList ? step.slice(0, -2) : step
  if (!Object.hasOwn(value, name)) return
  const fields = value as Fields
  const inside = fields[name]
  if (!isList) {
    if (rest.length === 0) fields[name] = turn(inside)
    else turnIn(inside, rest, turn)
  } else if (Array.isArray(inside)) {
    if (rest.length === 0) fields[name] = inside.map(turn)
    else for (const entry of inside) turnIn(entry, rest, turn)
  }
}

/** A copy of `value` along the path, so that the caller's own object is not touched. */
function turned(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return recordIdToCompact(value)
  const isList = step.endsWith('[]')
  const name = isList ? step.slice(0, -2) : step
  const inside = (value as Fields)[name]
  if (inside === undefined) return value
  const next = isList ? (inside as unknown[]).map((entry) => turned(entry, rest)) : turned(inside, rest)
  return { ...(value as Fields), [name]: next }
}
