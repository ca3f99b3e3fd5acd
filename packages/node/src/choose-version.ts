import type { Thing, Version } from '@allmende/views'
import { fail } from './errors.ts'

/** The newest version of a good, or the one named by id, label or number (1 is the first). Throws VERSION_UNKNOWN. */
export function chooseVersion(thing: Thing, wanted: string | undefined): Version {
  const { versions } = thing
  const newest = versions.at(-1)
  if (!newest) throw fail('THING_KIND', { expected: 'good', found: thing.kind })
  if (wanted === undefined) return newest
  const named = versions.find(({ id, label }) => id === wanted || label === wanted)
  const version = named ?? (/^\d{1,9}$/.test(wanted) ? versions[Number(wanted) - 1] : undefined)
  if (version) return version
  const have = versions.map(({ label }, index) => label ?? String(index + 1)).join(', ')
  throw fail('VERSION_UNKNOWN', { found: wanted, expected: have })
}

/** The number of a version, 1 for the first; null for what is none of the good's. */
export function numberOf(thing: Thing, version: string): number | null {
  const at = thing.versions.findIndex(({ id }) => id === version)
  return at === -1 ? null : at + 1
}

/** A version as people call it: its label, else its number. */
export function nameOfVersion(thing: Thing, version: string): string {
  const found = thing.versions.find(({ id }) => id === version)
  return found?.label ?? String(numberOf(thing, version) ?? version)
}
