import type { Fields } from '../record.ts'
import { recordIdToCompact, recordIdToText } from './fields.ts'

/** One step of a path: the name of a field, and whether it is a list whose entries are meant. */
type Step = { name: string; each: boolean }

/** Turns the record ids of a body into texts and back. */
export type Refs = {
  /** Changes a freshly decoded body in place: thousands of records a second come through here. */
  unpack(body: Fields): void
  /** The reverse, into a new body; the given one stays as it is. */
  pack(body: Fields): Fields
}

/**
 * Where the record ids of a body are: a field (`derivedFrom`), the entries of a list (`merges[]`), or a field of the
 * maps in a list (`parts.lines[].good`).
 */
export function refs(paths: readonly string[]): Refs {
  const steps = paths.map(stepsOf)
  return {
    unpack: (body) => {
      for (const path of steps) unpackAt(body, path, 0)
    },
    pack: (body) => steps.reduce<Fields>((packed, path) => packedAt(packed, path, 0) as Fields, body),
  }
}

function stepsOf(path: string): Step[] {
  return path
    .split('.')
    .map((part) =>
      part.endsWith('[]') ? { name: part.slice(0, -2), each: true } : { name: part, each: false },
    )
}

/** What has another shape than it should is left as it is, for the validator to name. */
function unpackAt(value: unknown, path: readonly Step[], at: number): void {
  if (typeof value !== 'object' || value === null) return
  const { name, each } = path[at]!
  const inside = (value as Fields)[name]
  if (inside === undefined || !Object.hasOwn(value, name)) return
  const last = at === path.length - 1
  if (!each) {
    if (last) (value as Fields)[name] = recordIdToText(inside)
    else unpackAt(inside, path, at + 1)
  } else if (Array.isArray(inside)) {
    if (last) (value as Fields)[name] = inside.map(recordIdToText)
    else for (const entry of inside) unpackAt(entry, path, at + 1)
  }
}

/** A copy of `value` along the path, so that the caller's own object is not touched. */
function packedAt(value: unknown, path: readonly Step[], at: number): unknown {
  const step = path[at]
  if (!step) return recordIdToCompact(value)
  const inside = (value as Fields)[step.name]
  if (inside === undefined) return value
  const next = step.each
    ? (inside as unknown[]).map((entry) => packedAt(entry, path, at + 1))
    : packedAt(inside, path, at + 1)
  return { ...(value as Fields), [step.name]: next }
}
