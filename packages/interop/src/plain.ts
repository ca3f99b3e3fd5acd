import { MAX_LEVELS, MAX_VALUES } from './limits.ts'

/** What a parsed file is made of, after `toPlain`. */
export type Table = { [key: string]: unknown }

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value of a key that the table itself has: `constructor` is there in every object. */
export function ownValue(table: Table, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** What had to be left out of a value. */
export type Loss = 'deep' | 'many'

/**
 * A parsed value as plain data that a record can hold: maps, lists, well-formed text, finite numbers, booleans and null.
 * Dates and integers beyond 2^53 become text. `__proto__` is no key. Shared parts (aliases) become copies, which is why
 * values are counted here and not before.
 */
export function toPlain(value: unknown): { value: unknown; lost: Set<Loss> } {
  const lost = new Set<Loss>()
  const left = { values: MAX_VALUES }
  return { value: copy(value, 0, left, lost) ?? null, lost }
}

function copy(value: unknown, level: number, left: { values: number }, lost: Set<Loss>): unknown {
  if (left.values-- <= 0) return drop('many', lost)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (typeof value !== 'object') return undefined
  if (level >= MAX_LEVELS) return drop('deep', lost)
  if (Array.isArray(value)) {
    return value.map((entry) => copy(entry, level + 1, left, lost)).filter((entry) => entry !== undefined)
  }
  const table: Table = {}
  for (const [key, entry] of Object.entries(value)) {
    const copied = key === '__proto__' ? undefined : copy(entry, level + 1, left, lost)
    if (copied !== undefined) table[key.toWellFormed()] = copied
  }
  return table
}

function drop(loss: Loss, lost: Set<Loss>): undefined {
  lost.add(loss)
  return undefined
}

/** Equal as data, whatever the order of keys. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, at) => sameData(entry, b[at]))
  if (!isTable(a) || !isTable(b)) return false
  const keys = Object.keys(a).filter((key) => a[key] !== undefined)
  if (keys.length !== Object.keys(b).filter((key) => b[key] !== undefined).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
}

/** For formats that have no null: keys without a value and empty places of lists go. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((entry) => entry !== null).map(withoutNulls)
  if (!isTable(value)) return value
  const entries = Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined)
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutNulls(entry)]))
}
