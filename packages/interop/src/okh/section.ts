import { sayForm } from './say.ts'
import { type Table, isTable } from '../plain.ts'
import type { Report } from '../report.ts'
import type { Manifest, Path } from './manifest.ts'

/**
 * One table of a manifest while it is read: what was asked for is known, the rest is foreign, and what was asked for but could
 * not be used is foreign too.
 */
export type Section = {
  path: Path
  report: Report
  manifest: Manifest
  /** The value of a key, which is thereby known; undefined if it says nothing. */
  take(key: string): unknown
  /** The same as text, if it is one or can be written as one. */
  text(key: string): string | undefined
  /** The same as a list: one value is a list of one. */
  list(key: string): { value: unknown; at: Path }[]
  /** Gives a value back to `foreign`. */
  leave(key: string, value: unknown): void
  /** Keys without a reader, and what was left. */
  rest(): Table
}

export function sectionOf(table: Table, path: Path, manifest: Manifest, report: Report): Section {
  const known = new Set<string>()
  const left: Table = {}
  const take = (key: string): unknown => {
    known.add(key)
    const value = Object.hasOwn(table, key) ? table[key] : undefined
    return isNothing(value) ? undefined : value
  }
  const section: Section = {
    path,
    report,
    manifest,
    take,
    text(key) {
      const value = take(key)
      if (value === undefined) return undefined
      const text = asText(value, [...path, key], manifest)
      if (text === undefined) {
        sayForm(section, [...path, key], 'a text', value)
        section.leave(key, value)
      }
      return text
    },
    list(key) {
      const value = take(key)
      if (value === undefined) return []
      return Array.isArray(value)
        ? value.map((entry: unknown, at) => ({ value: entry, at: [...path, key, at] }))
        : [{ value, at: [...path, key] }]
    },
    leave(key, value) {
      known.add(key)
      left[key] = value
    },
    rest() {
      const unknown = Object.entries(table).filter(([key]) => !known.has(key))
      return { ...Object.fromEntries(unknown), ...left }
    },
  }
  return section
}

/** Half of all manifests list every key and leave most of them empty. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.every(isNothing)
  return isTable(value) && Object.values(value).every(isNothing)
}

/** Text, or a number or a boolean as it is written. */
export function asText(value: unknown, path: Path, manifest: Manifest): string | undefined {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number') return manifest.written(path) ?? String(value)
  if (typeof value === 'boolean') return String(value)
  return undefined
}
